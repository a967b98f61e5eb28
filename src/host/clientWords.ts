/** The first that is named counts: most programs also claim to be others. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger|wxwork/i, 'WeChat'],
  [/DingTalk/i, 'DingTalk'],
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|Chromium|CriOS)\//, 'Chromium'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];
/** Longer ones say no more, and anybody can write them. */
const READ = 512;

/** By what its owner knows a session again: words of these lists only, nothing that the client wrote. */
export function clientWords(userAgent = ''): string | null {
  const text = userAgent.slice(0, READ);
  const named = (among: typeof PROGRAMS) => among.find(([form]) => form.test(text))?.[1];
  return [named(PROGRAMS), named(SYSTEMS)].filter(Boolean).join(' / ') || null;
}
