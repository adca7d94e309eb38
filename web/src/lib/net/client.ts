import { language } from '~/lib/i18n/index.ts';
import { offline, timed } from './network.ts';
import { Problem, problemOf } from './problem.ts';

export const API = '/api/v1';
const TIMEOUT_MS = 60_000;

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query;
  /** Sent as JSON, unless it is a `FormData`. */
  body?: unknown;
  /** The version the person was looking at; the service refuses the edit when the record moved on. */
  version?: number;
  /** One key for one intent: the same key again is the same intent again. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Requests of the session itself never wait for a session. */
  anonymous?: boolean;
}

export interface Credentials {
  /** The access token to send now, if any. */
  token(): string | undefined;
  /** Called once after a 401; answers whether a new token was obtained. */
  renew(): Promise<boolean>;
}

let eventSeen: number | undefined;

/** The last event that the service had looked at before its newest answer: what is read from now on is at least as new. */
export function lastEventSeen(): number | undefined {
  return eventSeen;
}

function see(response: Response): void {
  const number = Number(response.headers.get('Event-Number') ?? Number.NaN);
  // One of several processes may lag behind another.
  if (Number.isInteger(number)) eventSeen = Math.max(eventSeen ?? 0, number);
}

let credentials: Credentials = { token: () => undefined, renew: async () => false };

/** The session module gives the client its credentials; the client itself knows nothing of accounts. */
export function useCredentials(given: Credentials): void {
  credentials = given;
}

export function path(template: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${API}${template}${text ? `?${text}` : ''}`;
}

function headersOf(options: RequestOptions): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language.value });
  const token = options.anonymous ? undefined : credentials.token();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (options.version !== undefined) headers.set('If-Match', `"${options.version}"`);
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey);
  if (options.body !== undefined && !(options.body instanceof FormData))
    headers.set('Content-Type', 'application/json');
  return headers;
}

function bodyOf(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  return body instanceof FormData ? body : JSON.stringify(body);
}

async function once(method: string, template: string, options: RequestOptions): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  const abort = () => timeout.abort();
  options.signal?.addEventListener('abort', abort);
  try {
    const init: RequestInit = {
      method,
      headers: headersOf(options),
      credentials: 'same-origin',
      signal: timeout.signal,
    };
    const body = bodyOf(options.body);
    if (body !== undefined) init.body = body;
    const response = await timed(fetch(path(template, options.query), init));
    offline.value = false;
    see(response);
    return response;
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown;
    if (timeout.signal.aborted) throw new Problem({ status: 0, code: 'timeout', title: 'timeout' });
    offline.value = typeof navigator !== 'undefined' && navigator.onLine === false;
    throw new Problem({ status: 0, code: 'offline', title: 'offline' });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

/** Sends a request; after a 401 the session is renewed and the request sent once more. Throws a `Problem`. */
export async function send(method: string, template: string, options: RequestOptions = {}): Promise<Response> {
  let response = await once(method, template, options);
  if (response.status === 401 && !options.anonymous && (await credentials.renew())) {
    response = await once(method, template, options);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function json<T>(method: string, template: string, options?: RequestOptions): Promise<T> {
  const response = await send(method, template, options);
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}

/** The four verbs of the API, each answering the decoded body. */
export const http = {
  get: <T>(template: string, options?: RequestOptions) => json<T>('GET', template, options),
  post: <T>(template: string, options?: RequestOptions) => json<T>('POST', template, options),
  patch: <T>(template: string, options?: RequestOptions) => json<T>('PATCH', template, options),
  put: <T>(template: string, options?: RequestOptions) => json<T>('PUT', template, options),
  delete: <T>(template: string, options?: RequestOptions) => json<T>('DELETE', template, options),
};

/** A fresh key for one intent of a person. */
export function newIntent(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
