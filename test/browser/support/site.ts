import { buildPages } from '../../../src/explorer/build.mjs';
import { explorerPages } from '../../../src/explorer/pages.js';
import { demoIdentities } from '../../../src/demo/identities.js';
import { DEMO_ISSUER } from '../../../src/demo/issuer.js';
import { developmentRoutes, type DemoIdentity } from '../../../src/host/developmentRoutes.js';
import { startApi, type TestApi } from '../../support/api.js';
import { alone } from './alone.js';
import { cloneDemoWorld } from './demoWorld.js';

export interface Site extends TestApi {
  identities: DemoIdentity[];
}

/** The real server with its pages, over the demo world; without `development` as it is in production. */
export async function startSite({ development = true } = {}): Promise<Site> {
  await alone(3, buildPages);
  const db = await cloneDemoWorld();
  const api = await startApi(db, {
    issuer: DEMO_ISSUER,
    extend(host, issuer) {
      explorerPages(host, { development });
      if (development) developmentRoutes(host, { issuer, identities: () => demoIdentities(db.owner) });
    },
  });
  return {
    ...api,
    identities: await demoIdentities(db.owner),
    async stop() {
      await api.stop();
      await db.drop();
    },
  };
}
