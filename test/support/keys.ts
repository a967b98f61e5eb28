export const TEST_KEYS = JSON.stringify({ current: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } });
