import { ClueResolver } from './features/clue/clue.resolver.js';
import { ClueStatisticsResolver } from './features/clue/clueStatistics.resolver.js';
import { JointCaseResolver } from './features/joint-case/jointCase.resolver.js';
import { NodeResolver } from './features/node/node.resolver.js';
import { RecusalResolver } from './features/recusal/recusal.resolver.js';
import { SupervisionItemResolver } from './features/supervision-item/supervisionItem.resolver.js';
import { UnitResolver } from './features/unit/unit.resolver.js';
import { ViewerResolver } from './features/viewer/viewer.resolver.js';

/** Every feature that the API serves. */
export const RESOLVERS = [
  ClueResolver,
  ClueStatisticsResolver,
  JointCaseResolver,
  NodeResolver,
  RecusalResolver,
  SupervisionItemResolver,
  UnitResolver,
  ViewerResolver,
] as const;
