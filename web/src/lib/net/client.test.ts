import { beforeEach, describe, expect, it, vi } from 'vitest';
import { http, path, useCredentials } from './client.ts';
import { Problem } from './problem.ts';

function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers },
  });
}

const fetchMock = vi.fn<typeof fetch>();

beforeEach(() => {
  fetchMock.mockReset();
  vi.stubGlobal('fetch', fetchMock);
  useCredentials({ token: () => undefined, renew: async () => false });
});

function sentHeaders(call: number): Headers {
  return new Headers(fetchMock.mock.calls[call]?.[1]?.headers);
}

describe('requests', () => {
  it('builds addresses without empty parameters', () => {
    expect(path('/applications', { queue: 'mine', cursor: null, q: '' })).toBe('/api/v1/applications?queue=mine');
  });

  it('carry the token, the version and the intent', async () => {
    useCredentials({ token: () => 'abc', renew: async () => false });
    fetchMock.mockResolvedValue(answer(200, {}));
    await http.patch('/applications/1', { body: { remarks: null }, version: 4, idempotencyKey: 'k' });
    const headers = sentHeaders(0);
    expect(headers.get('Authorization')).toBe('Bearer abc');
    expect(headers.get('If-Match')).toBe('"4"');
    expect(headers.get('Idempotency-Key')).toBe('k');
    expect(headers.get('Accept-Language')).toBe('fr');
    expect(fetchMock.mock.calls[0]?.[1]?.body).toBe('{"remarks":null}');
  });

  it('are sent once more with the renewed token after a 401', async () => {
    let token = 'old';
    useCredentials({
      token: () => token,
      renew: async () => {
        token = 'new';
        return true;
      },
    });
    fetchMock.mockResolvedValueOnce(answer(401, { code: 'expired' })).mockResolvedValueOnce(answer(200, { id: 'x' }));
    expect(await http.get('/me')).toEqual({ id: 'x' });
    expect(sentHeaders(1).get('Authorization')).toBe('Bearer new');
  });

  it('are not repeated a third time', async () => {
    useCredentials({ token: () => 't', renew: async () => true });
    fetchMock.mockImplementation(async () => answer(401, { code: 'invalid', title: 'Non' }));
    await expect(http.get('/me')).rejects.toMatchObject({ status: 401, code: 'invalid' });
    expect(fetchMock).toHaveBeenCalledTimes(2);
  });

  it('of the session itself never renew the session', async () => {
    const renew = vi.fn(async () => true);
    useCredentials({ token: () => 't', renew });
    fetchMock.mockResolvedValue(answer(401, { code: 'invalid_credentials', title: 'Non' }));
    await expect(http.post('/sessions', { anonymous: true })).rejects.toBeInstanceOf(Problem);
    expect(renew).not.toHaveBeenCalled();
    expect(sentHeaders(0).get('Authorization')).toBeNull();
  });
});

describe('problems', () => {
  it('keep faults, the current record and the wait', async () => {
    fetchMock.mockResolvedValue(
      answer(
        412,
        { title: 'Changé', code: 'precondition_failed', current: { version: 5 }, errors: [] },
        { 'Retry-After': '3' },
      ),
    );
    await expect(http.get('/x')).rejects.toMatchObject({
      current: { version: 5 },
      retryAfter: 3,
      code: 'precondition_failed',
    });
  });

  it('survive an answer that is not JSON', async () => {
    fetchMock.mockResolvedValue(new Response('<html>', { status: 502, headers: { 'Content-Type': 'text/html' } }));
    await expect(http.get('/x')).rejects.toMatchObject({ status: 502, code: 'http_502' });
  });

  it('say that no answer came', async () => {
    fetchMock.mockRejectedValue(new TypeError('failed'));
    await expect(http.get('/x')).rejects.toMatchObject({ status: 0, code: 'offline', unanswered: true });
  });
});
