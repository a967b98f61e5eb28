import { Arg, Ctx, Resolver } from 'type-graphql';
import { CITATIONS, redivide } from './contactLink.acts.js';
import { ContactLinkRedivideInput, ContactLinkRedividePayload } from './contactLink.input.js';
import { keptContactLinks } from './contactLink.queries.js';
import { ContactLink } from './contactLink.type.js';
import { performAct } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';

@Resolver(() => ContactLink)
export class ContactLinkResolver {
  @RuledQuery(casePost, () => [ContactLink], {
    description:
      'Your organ’s contact links in force or to come, by their targets, for its principal and its 案管; else empty (联系范围).',
    cost: { points: 20 },
  })
  contactLinks(@Ctx() context: RequestContext): Promise<ContactLink[]> {
    return keptContactLinks(context);
  }

  @RuledMutation(casePost, () => ContactLinkRedividePayload, {
    description:
      'Divide the contact links of one’s organ anew: the principal ends some and begins others, at one moment (重新划分联系范围). 监督执纪工作规则 art. 11; 派驻机构工作规则 art. 13.',
  })
  async contactLinkRedivide(
    @Arg('input', () => ContactLinkRedivideInput, { description: 'Which end, which begin, when and why.' })
    input: ContactLinkRedivideInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactLinkRedividePayload> {
    const { done, ...payload } = await performAct(context, {
      name: 'contactLinkRedivide',
      input,
      citations: CITATIONS,
      work: (acting) => redivide(input)(acting),
    });
    return { ...payload, contactLinks: done['id'] ? await keptContactLinks(context) : [] };
  }
}
