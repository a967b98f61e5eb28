import { GraphQLError } from 'graphql';

/**
 * Every error the API can answer: its stable code, its status where it ends the whole request, and what the reader
 * is told in Chinese and English. `{name}` is filled from the error's details. Causes go to the log, never here.
 */
export const ERRORS = {
  UNAUTHENTICATED: { status: 401, zh: '请先登录：缺少身份令牌。', en: 'Sign in first: no bearer token was sent.' },
  TOKEN_INVALID: { status: 401, zh: '身份令牌无效。', en: 'The token is not valid here.' },
  TOKEN_EXPIRED: { status: 401, zh: '身份令牌已过期，请重新登录。', en: 'The token has expired; sign in again.' },
  SESSION_ENDED: {
    status: 401,
    zh: '本次登录已结束（{why.zh}），请重新登录。',
    en: 'This session has ended ({why.en}); sign in again.',
  },
  PERSON_UNKNOWN: {
    status: 403,
    zh: '该账号未登记为工作人员，或已离任。',
    en: 'This account belongs to nobody in service.',
  },
  INVITATION_INVALID: {
    status: 403,
    zh: '邀请码无效：不正确、已使用、已过期，或不是发给此账号的。',
    en: 'The invitation is not valid: wrong, used, expired, or not for this account.',
  },
  NO_POST_IN_FORCE: {
    status: 403,
    zh: '没有生效中的职务，不能办理。',
    en: 'You hold no post in force to act through.',
  },
  POST_NOT_YOURS: { status: 403, zh: '所选职务不属于您。', en: 'The chosen post is not one of yours.' },
  POST_ID_INVALID: { status: 400, zh: '职务编号格式不正确。', en: 'The chosen post is not a valid id.' },
  FORBIDDEN: { zh: '您的职务无权进行此操作。', en: 'Your post may not do this.' },
  GRAPHQL_PARSE_FAILED: { zh: '请求语法错误：{reason}', en: 'The request is not GraphQL: {reason}' },
  GRAPHQL_VALIDATION_FAILED: {
    zh: '请求不符合接口定义：{reason}',
    en: 'The request does not fit the schema: {reason}',
  },
  BAD_USER_INPUT: { zh: '参数取值不正确：{reason}', en: 'A value is not acceptable: {reason}' },
  OPERATION_RESOLUTION_FAILURE: {
    zh: '请求未指明要执行的操作。',
    en: 'The request does not say which operation to run.',
  },
  BAD_REQUEST: { status: 400, zh: '请求格式不正确：{reason}', en: 'The request is malformed: {reason}' },
  PAYLOAD_TOO_LARGE: { status: 413, zh: '请求内容过大。', en: 'The request is too large.' },
  NOT_FOUND: { status: 404, zh: '没有这个地址。', en: 'There is nothing at this address.' },
  ARGUMENT_INVALID: {
    zh: '参数 {argument} 不正确：{reason.zh}',
    en: 'Argument {argument} is not acceptable: {reason.en}',
  },
  ID_INVALID: { zh: '编号格式不正确。', en: 'That is not the form of an id.' },
  PAGE_TOO_LARGE: { zh: '每页为 1 至 {limit} 条。', en: 'A page has 1 to {limit} rows.' },
  TOO_MANY_UNITS: {
    zh: '一次请求涉及的机构超过 {limit} 个，请分次查询。',
    en: 'The request looks at more than {limit} units; ask in several requests.',
  },
  OPERATION_NOT_OFFERED: {
    status: 400,
    zh: '此接口不提供该类操作。',
    en: 'This kind of operation is not offered here.',
  },
  IMPORT_CLOSED: {
    status: 409,
    zh: '该导入已提交确认或已结束，不再收取文件。',
    en: 'This import takes no more files: it waits for its confirmation, or is over.',
  },
  JSON_INVALID: { status: 400, zh: '请求内容不是合法的 JSON。', en: 'The body is not JSON.' },
  NOT_ACCEPTABLE: {
    status: 406,
    zh: '答复只提供 application/json 和 application/graphql-response+json。',
    en: 'Answers are application/json or application/graphql-response+json.',
  },
  TOO_MANY_FAULTS: {
    zh: '请求文档的错误超过 {limit} 处，其余不再列出。',
    en: 'The document has more than {limit} faults; no more are told.',
  },
  DOCUMENT_TOO_LONG: {
    status: 400,
    zh: '请求文档超过 {limit} 个字符。',
    en: 'The document has more than {limit} characters.',
  },
  TOO_MANY_TOKENS: {
    status: 400,
    zh: '请求文档超过 {limit} 个词法单元。',
    en: 'The document has more than {limit} tokens.',
  },
  DOCUMENT_TOO_DEEP: {
    zh: '请求文档嵌套超过 {limit} 层。',
    en: 'The document is nested more than {limit} deep.',
  },
  TOO_MANY_ALIASES: {
    zh: '请求文档使用的别名超过 {limit} 个。',
    en: 'The document has more than {limit} aliases.',
  },
  TOO_MANY_DIRECTIVES: {
    zh: '请求文档使用的指令超过 {limit} 个。',
    en: 'The document has more than {limit} directives.',
  },
  TOO_COSTLY: {
    zh: '请求的开销为 {asked} 点，超过单次上限 {limit} 点；请减少每页条数或关联字段。',
    en: 'The request costs {asked} points, more than the {limit} of one request; ask for fewer rows or relations.',
  },
  RATE_LIMITED: {
    status: 429,
    zh: '您每分钟可用 {limit} 点，本分钟已用完；请 {seconds} 秒后再试。',
    en: 'Your {limit} points of this minute are spent; try again in {seconds} seconds.',
  },
  REQUEST_TOO_SLOW: {
    status: 408,
    zh: '请求未在 {limit} 秒内发送完毕。',
    en: 'The request was not sent within {limit} seconds.',
  },
  HEADERS_TOO_LARGE: { status: 431, zh: '请求头过长。', en: 'The headers are too long.' },
  METHOD_NOT_ALLOWED: { status: 405, zh: '此地址不接受该方法。', en: 'This address does not take that method.' },
  MEDIA_TYPE_NOT_SUPPORTED: {
    status: 415,
    zh: '请求内容须为 UTF-8 编码的 application/json。',
    en: 'A request is application/json in UTF-8.',
  },
  QUERY_TOO_DEEP: { zh: '关联嵌套超过 {limit} 层。', en: 'Relations are nested more than {limit} deep.' },
  CURSOR_INVALID: {
    zh: '分页游标无效，请从第一页重新查询。',
    en: 'The cursor does not belong to this list as you asked for it; begin at the first page.',
  },
  CURSOR_EXPIRED: {
    zh: '分页游标已过期，请从第一页重新查询。',
    en: 'The cursor has expired; begin at the first page.',
  },
  TOO_SLOW: { zh: '查询超过时限，请缩小范围后重试。', en: 'The query took too long; narrow it and try again.' },
  UNAVAILABLE: {
    status: 503,
    zh: '所依赖的服务暂时不可用，请稍后重试。',
    en: 'A service this depends on cannot be reached just now; try again shortly.',
  },
  INTERNAL: {
    status: 500,
    zh: '系统内部错误，请联系管理员。',
    en: 'Something went wrong inside; tell the administrators.',
  },
} as const satisfies Record<string, { status?: number; zh: string; en: string }>;

export type ErrorCode = keyof typeof ERRORS;
export type Language = 'zh' | 'en';
type Detail = string | number | { zh: string; en: string };

/** The one class of expected errors: a code and details; its text is chosen when it leaves, by the reader's language. */
export class LiandongError extends GraphQLError {
  constructor(
    readonly code: ErrorCode,
    readonly details: Record<string, Detail> = {},
    cause?: unknown,
  ) {
    const { status } = ERRORS[code] as { status?: number };
    super(textOf(code, 'en', details), {
      extensions: { code, ...(status ? { http: { status } } : {}) },
      originalError: cause instanceof Error ? cause : undefined,
    });
    this.name = 'LiandongError';
  }
}

export function textOf(code: ErrorCode, language: Language, details: Record<string, Detail> = {}): string {
  return ERRORS[code][language].replaceAll(/\{(\w+)(?:\.\w+)?\}/g, (_, name: string) => {
    const detail = details[name] ?? '';
    return typeof detail === 'object' ? detail[language] : String(detail);
  });
}

/** Chinese unless the reader asks for English before Chinese (RFC 9110 quality values). */
export function languageOf(acceptLanguage: string | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(Boolean);
      return { tag, quality: Number(quality ?? 1) };
    })
    .filter(({ tag, quality }) => /^(zh|en)\b/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag.startsWith('en') ? 'en' : 'zh';
}
