import { describeWorlds } from './worlds/describe.js';

describeWorlds(20_260_101);
