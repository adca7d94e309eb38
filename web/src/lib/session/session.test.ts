import type { Session } from '@api/types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { http } from '~/lib/net/client.ts';
import { abandonSession, account, freshToken, obstacle, phase, resumeSession, signIn, signOut } from './index.ts';

const session = (accessToken: string, minutes = 10): Session => ({
  accessToken,
  expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(),
  account: { id: 'a1', fullName: 'Awa Traoré', role: 'exporter_clerk', language: 'fr', secondFactor: false },
  secondFactorDemanded: false,
});

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}

const fetchMock = vi.fn<typeof fetch>();

beforeEach(() => {
  fetchMock.mockReset();
  vi.stubGlobal('fetch', fetchMock);
  abandonSession();
});

const urls = () => fetchMock.mock.calls.map((call) => String(call[0]));

describe('a session', () => {
  it('is renewed once for several requests at a time', async () => {
    fetchMock.mockResolvedValueOnce(json(200, session('one')));
    await signIn('awa', 'secret');
    fetchMock.mockImplementation(async (url, init) => {
      if (String(url).endsWith('/refresh')) return json(200, session('two'));
      const sent = new Headers(init?.headers).get('Authorization');
      return sent === 'Bearer two' ? json(200, {}) : json(401, { code: 'invalid_token', title: '' });
    });
    await Promise.all([http.get('/me'), http.get('/me'), http.get('/me')]);
    expect(urls().filter((url) => url.endsWith('/refresh'))).toHaveLength(1);
  });

  it('that ended waits for the person and then repeats the request', async () => {
    fetchMock.mockResolvedValueOnce(json(200, session('one')));
    await signIn('awa', 'secret');
    let good = 'none';
    fetchMock.mockImplementation(async (url, init) => {
      const address = String(url);
      if (address.endsWith('/refresh')) return json(401, { code: 'no_session', title: '' });
      if (address.endsWith('/sessions')) {
        good = 'Bearer again';
        return json(200, session('again'));
      }
      return new Headers(init?.headers).get('Authorization') === good
        ? json(200, { ok: 1 })
        : json(401, { code: 'x', title: '' });
    });
    const pending = http.get('/applications/1');
    await vi.waitFor(() => expect(phase.value).toBe('expired'));
    expect(account.value?.id).toBe('a1');
    await signIn('awa', 'secret');
    expect(await pending).toEqual({ ok: 1 });
  });

  it('gives a long upload a token that lasts', async () => {
    fetchMock.mockResolvedValueOnce(json(200, session('short', 0.2)));
    await signIn('awa', 'secret');
    fetchMock.mockResolvedValueOnce(json(200, session('long')));
    expect(await freshToken()).toBe('long');
  });

  it('is not over because the service gives no answer when a page opens', async () => {
    vi.useFakeTimers();
    try {
      fetchMock.mockRejectedValueOnce(new TypeError('network'));
      fetchMock.mockResolvedValueOnce(json(503, { code: 'store_unavailable', title: '' }));
      fetchMock.mockResolvedValueOnce(json(200, session('one')));
      await resumeSession();
      expect([phase.value, obstacle.value?.code]).toEqual(['unreachable', 'offline']);
      await vi.advanceTimersByTimeAsync(2000);
      expect([phase.value, obstacle.value?.status]).toEqual(['unreachable', 503]);
      await vi.advanceTimersByTimeAsync(5000);
      expect([phase.value, account.value?.id]).toEqual(['signed_in', 'a1']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is over when the service says so when a page opens', async () => {
    fetchMock.mockResolvedValueOnce(json(401, { code: 'no_session', title: '' }));
    await resumeSession();
    expect(phase.value).toBe('anonymous');
  });

  it('is forgotten at sign-out even when the service cannot be told', async () => {
    fetchMock.mockResolvedValueOnce(json(200, session('one')));
    await signIn('awa', 'secret');
    fetchMock.mockRejectedValue(new TypeError('network'));
    await signOut();
    expect(phase.value).toBe('anonymous');
    expect(account.value).toBeNull();
  });
});
