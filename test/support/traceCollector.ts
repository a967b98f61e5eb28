import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { listening } from './listening.js';

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code: number; message?: string };
  attributes: Record<string, string | number>;
}

type Attributes = { key: string; value: { stringValue?: string; intValue?: number } }[];
interface Export {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: { spans: (Omit<ReceivedSpan, 'attributes'> & { attributes: Attributes })[] }[];
  }[];
}

const plain = (attributes: Attributes) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? '']));

/** Takes what is exported to it by OTLP over HTTP, in JSON; told to hang, it takes it and never answers. */
export async function traceCollector(options: { hangs?: boolean } = {}) {
  const exports: Export[] = [];
  const paths: string[] = [];
  const server = await listening();
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    paths.push(request.url ?? '');
    if (options.hangs) return;
    exports.push((await json(request)) as Export);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  server.serve((request, response) => void take(request, response));
  const resources = () => exports.flatMap(({ resourceSpans }) => resourceSpans);
  return {
    url: server.url,
    paths,
    close: () => server.close(),
    text: () => JSON.stringify(exports),
    resources: () => resources().map(({ resource }) => plain(resource.attributes)),
    spans: (): ReceivedSpan[] =>
      resources()
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map((span) => ({ ...span, attributes: plain(span.attributes) })),
  };
}
