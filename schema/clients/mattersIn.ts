/** The ids of matters that stand anywhere in a question, an answer or a store. */
export const mattersIn = (value: unknown): string[] =>
  JSON.stringify([value]).match(
    /(clue|supervisionItem|jointCase|recusal|unmasking|emergencyAccess|interferenceRecord|grant|contactLink|inspectionRound|session)_[\da-f-]{36}/g,
  ) ?? [];
