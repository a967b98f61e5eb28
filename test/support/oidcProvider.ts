import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { listening } from './listening.js';

export const AUDIENCE = 'https://liandong.example/graphql';
export const OTHER_AUDIENCE = 'https://elsewhere.example';
const PERSON_GRANT = 'urn:test:person';
const CLIENT = { client_id: 'frontend', client_secret: 'a-secret-of-the-test' };

export interface RealIssuer {
  issuer: string;
  /** What the frontend gets for a signed-in person. */
  signIn(
    subject: string,
    resource?: string,
    /** What it tells of the sign-in in access tokens too. */
    session?: { sid?: string; auth_time?: number },
  ): Promise<{ accessToken: string; idToken: string }>;
  /** What the frontend gets for itself. */
  clientCredentials(): Promise<string>;
  close(): Promise<void>;
}

/** A real OpenID provider; only the login page is left out, by a grant that takes the person's word. */
export async function startOidcProvider(): Promise<RealIssuer> {
  const server = await listening();
  const provider = new Provider(server.url, await configuration());
  provider.registerGrantType(PERSON_GRANT, (ctx) => grantToPerson(provider, ctx), ['subject', 'resource', 'session']);
  const answer = provider.callback();
  server.serve((request, response) => void answer(request, response));

  const ask = async (parameters: Record<string, string>) => {
    const response = await fetch(`${server.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...CLIENT, ...parameters }),
    });
    const tokens = (await response.json()) as { access_token: string; id_token: string };
    if (!response.ok) throw new Error(JSON.stringify(tokens));
    return { accessToken: tokens.access_token, idToken: tokens.id_token };
  };
  return {
    issuer: server.url,
    signIn: (subject, resource = AUDIENCE, session = {}) =>
      ask({ grant_type: PERSON_GRANT, subject, resource, session: JSON.stringify(session) }),
    clientCredentials: async () => (await ask({ grant_type: 'client_credentials', resource: AUDIENCE })).accessToken,
    close: () => server.close(),
  };
}

async function configuration(): Promise<Configuration> {
  const keys: JWK[] = [];
  for (const alg of ['RS256', 'ES256']) {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    keys.push({ ...(await exportJWK(privateKey)), alg, use: 'sig' });
  }
  return {
    clients: [
      {
        ...CLIENT,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: [PERSON_GRANT, 'client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys },
    extraTokenClaims: ({ oidc }) =>
      JSON.parse((oidc.params?.['session'] as string | undefined) ?? '{}') as Record<string, unknown>,
    ttl: { AccessToken: 600, ClientCredentials: 600, IdToken: 600 },
    cookies: { keys: ['test'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => ({
          scope: '',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

async function grantToPerson(provider: Provider, ctx: KoaContextWithOIDC): Promise<void> {
  const { client, params } = ctx.oidc;
  const accountId = String(params?.['subject']);
  const token = new provider.AccessToken({ accountId, client: client!, gty: PERSON_GRANT } as never);
  const resource = String(params?.['resource']);
  token.resourceServer = new provider.ResourceServer(resource, {
    scope: '',
    audience: resource,
    accessTokenFormat: 'jwt',
    accessTokenTTL: 600,
    jwt: { sign: { alg: 'ES256' } },
  });
  const idToken = new provider.IdToken({}, { ctx });
  idToken.set('sub', accountId);
  ctx.body = {
    access_token: await token.save(),
    id_token: await idToken.issue({ use: 'idtoken' }),
    token_type: 'Bearer',
  };
}
