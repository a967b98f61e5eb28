/** Mutations that change nothing anybody could notice, each with the reason; one that is noticed after all is noticed. */
export const EXPLAINED: readonly { mutation: RegExp; because: string }[] = [
  {
    mutation: /^condition dropped: reach on \w+ without \(owner_pos <@ my cadre_owned\)$/,
    because: 'what is in the compartment is denied to whoever has no reach or exemption there, and those have a path',
  },
  {
    mutation:
      /^condition dropped: reach on clue\w* without \(\(registered_by = my post\) OR \(custodian_post = my post\)\)$/,
    because: 'while a subject is unresolved the denial asks for the same two',
  },
  {
    mutation: /^condition dropped: reach on clue_reporter without \(owner_pos <@ my sealed\)$/,
    because: 'what is sealed is denied to everybody but by that reach',
  },
  {
    mutation: /^duty left out: office 1 · \w+ ledger · owner ORGAN cadre$/,
    because: 'case supervision has the ledger of its organ with that of everything below it (owner SUBTREE)',
  },
  {
    mutation: /^duty widened: office 1 · clue content · owner ORGAN → petition too$/,
    because: 'it has the petitions of its organ by another line',
  },
  {
    mutation: /^condition dropped: deny on clue(_petition|_content)? without \(compartment = 2\)$/,
    because: 'whose reach has sealed items, a head, has the compartment of his organ too (catalog.test.ts holds it so)',
  },
];
