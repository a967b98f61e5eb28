const TABLE = /(?<!\bdistinct )\b(?:from|join) ([a-z_]\w*)\b(?! ?[.(])/gi;
const LITERAL = /'(?:[^']|'')*'/g;
const INNERMOST = /\([^()]*\)/g;
const LONGEST = 120;

/** What a statement is about in a few words – its verb and what it reads – and nothing that could be a value. */
export function statementSummary(text: string): string {
  const plain = text.replaceAll(LITERAL, '').replaceAll(/\s+/g, ' ').trim();
  const verb = /^[a-z]+/i.exec(plain)?.[0].toLowerCase() ?? 'statement';
  const [called] = /(?<=^select )[a-z_]\w*(?= ?\()/i.exec(plain) ?? [];
  const about = [tablesOf(withoutParentheses(plain)), tablesOf(plain), called ? [called] : []];
  return [verb, ...(about.find(({ length }) => length > 0) ?? [])].join(' ').slice(0, LONGEST);
}

const tablesOf = (text: string) => [...new Set([...text.matchAll(TABLE)].map(([, table]) => table!.toLowerCase()))];

function withoutParentheses(text: string): string {
  const less = text.replaceAll(INNERMOST, '…');
  return less === text ? text : withoutParentheses(less);
}
