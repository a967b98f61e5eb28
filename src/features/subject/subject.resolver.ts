import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Resolver } from 'type-graphql';
import { CITATIONS, link } from './subject.acts.js';
import { ClueSubjectLinkInput, ClueSubjectPayload, SubjectLookupInput } from './subject.input.js';
import { clueSubject, subjectCandidates } from './subject.queries.js';
import { ClueSubject, SubjectCandidate } from './subject.type.js';
import { performAct } from '../../graphql/act/performAct.js';
import type { RequestContext } from '../../graphql/context.js';
import { uuidOf } from '../../graphql/ids.js';
import { readOne } from '../../graphql/read/readConnection.js';
import { casePost } from '../../graphql/rule.js';
import { RuledMutation, RuledQuery } from '../../graphql/ruled.js';
import { CLUES } from '../clue/clue.projection.js';
import type { Clue } from '../clue/clue.type.js';

@Resolver()
export class SubjectResolver {
  @RuledQuery(casePost, () => [SubjectCandidate], {
    description:
      'Officials in service who may be the subject of a clue whose subject you may find, at most 20, those of its own organ first; none of any other clue (被反映人候选).',
    cost: { points: 20, length: 20 },
  })
  subjectCandidates(
    @Arg('clue', () => ID, { description: 'The clue.' }) clue: string,
    @Arg('by', () => SubjectLookupInput, { description: 'By what to look.' }) by: SubjectLookupInput,
    @Ctx() context: RequestContext,
  ): Promise<SubjectCandidate[]> {
    return subjectCandidates(context, uuidOf('clue', clue), by);
  }

  @RuledQuery(casePost, () => ClueSubject, {
    description: 'What was found of the subject of a clue, if you may find otherwise; else null (被反映人核定情况).',
    nullable: true,
  })
  clueSubject(
    @Arg('clue', () => ID, { description: 'The clue.' }) clue: string,
    @Ctx() context: RequestContext,
  ): Promise<ClueSubject | null> {
    return clueSubject(context, uuidOf('clue', clue));
  }

  @RuledMutation(casePost, () => ClueSubjectPayload, {
    description:
      'Find who the subject of a clue is: its registrar or custodian; once found, otherwise by the head of 干部监督 or the principal of its organ, or the superior’s head of 干部监督 (核定被反映人). 监督执纪工作规则 art. 20.',
  })
  async clueSubjectLink(
    @Arg('input', () => ClueSubjectLinkInput, { description: 'Which clue, and who.' }) input: ClueSubjectLinkInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ClueSubjectPayload> {
    const { done, ...payload } = await performAct(context, {
      name: 'clueSubjectLink',
      input,
      citations: CITATIONS,
      work: (acting) => link(input)(acting),
    });
    const clue = done['clue'] ? await readOne<Clue>(context, info, CLUES, done['clue'], ['clue']) : null;
    return { ...payload, clue };
  }
}
