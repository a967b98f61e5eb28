import { visit } from 'graphql';

/** What the SDL marks @deprecated, by coordinate: its node, and the last day its reason promises, if it is a day. */
export function deprecations(sdl) {
  const found = new Map();
  visit(sdl, {
    Directive(node, _key, _parent, _path, ancestors) {
      if (node.name.value !== 'deprecated') return;
      const named = ancestors.filter((ancestor) => ancestor.name);
      const reason = node.arguments.find(({ name }) => name.value === 'reason')?.value.value ?? '';
      found.set(named.map(({ name }) => name.value).join('.'), { node: named.at(-1), until: dayIn(reason) });
    },
  });
  return found;
}

function dayIn(reason) {
  const day = /\buntil (\d{4}-\d{2}-\d{2})\b/.exec(reason)?.[1];
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : undefined;
}

/** The SDL without what was promised only until a day that is over. */
export function withoutLapsed(sdl) {
  const today = new Date().toISOString().slice(0, 10);
  const lapsed = new Set([...deprecations(sdl).values()].filter(({ until }) => until < today).map(({ node }) => node));
  return visit(sdl, { enter: (node) => (lapsed.has(node) ? null : undefined) });
}
