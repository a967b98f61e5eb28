import { ObjectType, registerEnumType } from 'type-graphql';
import { withObject } from './rule.js';
import { RuledField } from './ruled.js';
import type { Principal } from '../jurisdiction/principal.js';
import { SCOPES, type ScopeName, type ScopePlan } from '../jurisdiction/scope.js';
import type { UnitTree } from '../jurisdiction/unitTree.js';
import type { Language } from '../shared/errors.js';

export const Scope = Object.fromEntries(SCOPES.map((name) => [name, name])) as { [Name in ScopeName]: Name };
registerEnumType(Scope, {
  name: 'Scope',
  description:
    'A region around the post you act through (管辖范围). Within it you get the rows you may see, no others.',
  valuesConfig: {
    OWN: { description: 'Your own office or group: what it handles and what came in there (本部门).' },
    ORGAN: { description: 'Your organ with its offices, without its subordinates and dispatched groups (本机关).' },
    BRANCH: { description: 'The offices you are in charge of (分管).' },
    LINKED: { description: 'The organs and groups your office looks after (联系).' },
    SUBTREE: { description: 'Your organ with everything below it (本级及下级).' },
    GRANTED: { description: 'What a grant opens to you: assigned, copied, joint work (授权).' },
    ASSIGNED: { description: 'What names you as its handler (本人承办).' },
    ALL: { description: 'Everything you may see (全部可见).' },
  },
});

@ObjectType({ description: 'How far a list reached (有效范围).' })
export class EffectiveScope {
  @RuledField(withObject, () => Scope, { description: 'What was asked for.' })
  asked: ScopeName;

  @RuledField(withObject, () => [Scope], {
    description: 'Through what your post reaches rows there; empty: through nothing.',
  })
  effective: ScopeName[];

  @RuledField(withObject, () => String, { description: 'The same in words, in the language of the request.' })
  words: string;
}

export function effectiveScope(
  plan: ScopePlan,
  principal: Principal,
  units: UnitTree,
  language: Language,
): EffectiveScope {
  const words = plan.effective.map((name) => inWords(name, principal, units, language));
  const none = { zh: '当前职务在此范围内无权查看', en: 'your post reaches nothing there' };
  return {
    asked: plan.asked,
    effective: plan.effective,
    words: words.join(language === 'zh' ? '；' : '; ') || none[language],
  };
}

const SHOWN = 5;

function inWords(name: ScopeName, principal: Principal, units: UnitTree, language: Language): string {
  const of = (positions: number[]) => {
    const shown = positions.slice(0, SHOWN).map((pos) => units.find(pos)?.name ?? '–');
    const more =
      positions.length > SHOWN
        ? language === 'zh'
          ? `等${positions.length}个`
          : ` and ${positions.length - SHOWN} more`
        : '';
    return shown.join(language === 'zh' ? '、' : ', ') + more;
  };
  const organ = of([principal.organ[0]]);
  const texts: Record<ScopeName, { zh: string; en: string }> = {
    OWN: { zh: `本部门：${of([principal.unit])}`, en: `own unit: ${of([principal.unit])}` },
    ORGAN: { zh: `本机关：${organ}及其内设机构`, en: `own organ: ${organ} with its offices` },
    SUBTREE: { zh: `本级及下级：${organ}`, en: `organ and all below it: ${organ}` },
    BRANCH: {
      zh: `分管：${of(principal.branches.map(([lo]) => lo))}`,
      en: `offices in charge of: ${of(principal.branches.map(([lo]) => lo))}`,
    },
    LINKED: {
      zh: `联系：${of(principal.links.map(([lo]) => lo))}`,
      en: `linked: ${of(principal.links.map(([lo]) => lo))}`,
    },
    GRANTED: { zh: '经授权的事项', en: 'what was granted to you' },
    ASSIGNED: { zh: '本人承办的事项', en: 'what you handle' },
    ALL: { zh: '全部可见', en: 'all you may see' },
  };
  return texts[name][language];
}
