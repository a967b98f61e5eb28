/** Who vouches for the invented people; no real identity provider is called so. */
export const DEMO_ISSUER = 'urn:liandong:development';
