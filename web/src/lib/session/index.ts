import type { Account, RegistrationInput, Role, Session } from '@api/types';
import { computed, signal } from '@preact/signals';
import { setLanguage } from '~/lib/i18n/index.ts';
import { http, useCredentials } from '~/lib/net/client.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';

/**
 * `starting` until the refresh cookie was tried; `unreachable` while the service gives no answer to it; `expired` when the
 * session ended under a person's hands: the page stays as it is, with what was typed, and asks for the password in a dialog.
 */
export type Phase = 'starting' | 'unreachable' | 'anonymous' | 'signed_in' | 'expired';

export const phase = signal<Phase>('starting');
/** Why it is not known whether the session goes on, while the phase is `unreachable`. */
export const obstacle = signal<Problem | null>(null);
export const account = signal<Account | null>(null);
const secondFactorDemanded = signal(false);
/** Whether one can do nothing else before one enrols in the second factor. */
export const mustEnrol = computed(() => secondFactorDemanded.value && account.value?.secondFactor === false);
export const role = computed<Role | null>(() => account.value?.role ?? null);

/** The access token lives in memory only, so that no script finds it in storage later. */
let token: string | undefined;
let expiresAt = 0;
let renewal: Promise<boolean> | undefined;
let resumed: ((again: boolean) => void)[] = [];

const HINT_KEY = 'boyoro.session';
const RENEW_BEFORE_MS = 45_000;
/** Milliseconds before the start is tried again, longer from one failure to the next. */
const AGAIN_AFTER_MS = [2000, 5000, 10_000, 30_000];
const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('boyoro-session') : undefined;

function keepHint(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(HINT_KEY, '1');
    else localStorage.removeItem(HINT_KEY);
  } catch {
    // Without storage every start asks the service, which is only slower.
  }
}

/** Whether a session may exist; saves a stranger's first page one useless round trip. */
function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(HINT_KEY) === '1';
  } catch {
    return true;
  }
}

function take(session: Session): void {
  const previous = account.value;
  token = session.accessToken;
  expiresAt = Date.parse(session.expiresAt);
  if (!previous) setLanguage(session.account.language);
  account.value = session.account;
  secondFactorDemanded.value = session.secondFactorDemanded;
  phase.value = 'signed_in';
  keepHint(true);
  // Another person signed in from another tab with the same cookie: nothing on this page is theirs.
  if (previous && previous.id !== session.account.id) location.assign(homeOf(session.account.role));
}

function forget(): void {
  token = undefined;
  expiresAt = 0;
  account.value = null;
  phase.value = 'anonymous';
  keepHint(false);
  for (const resume of resumed) resume(false);
  resumed = [];
}

/**
 * Tabs share one refresh cookie, whose second use would end the whole session: one tab at a time.
 * The browser's own lock does it across tabs; where it is missing, tabs are on their own.
 */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  return locks ? (locks.request('boyoro-refresh', work) as Promise<T>) : work();
}

async function refresh(): Promise<boolean> {
  try {
    take(await alone(() => http.post<Session>('/sessions/refresh', { anonymous: true })));
    return true;
  } catch (thrown) {
    const problem = asProblem(thrown);
    // A service in trouble, or one that asks to wait, has not said that the session is over.
    if (problem.undecided || problem.status === 429) throw problem;
    return false;
  }
}

/** Waits until the person has signed in again in the dialog, or has given up. */
function waitForPerson(): Promise<boolean> {
  phase.value = 'expired';
  return new Promise((resolve) => {
    resumed.push(resolve);
  });
}

/** Renews the access token once for all the requests that found it too old. */
function renew(): Promise<boolean> {
  if (!renewal) {
    renewal = refresh()
      .then((done) => done || (account.value ? waitForPerson() : false))
      .finally(() => {
        renewal = undefined;
      });
  }
  return renewal;
}

useCredentials({ token: () => token, renew });

/** A token that lasts long enough for a request that is costly to repeat. */
export async function freshToken(): Promise<string | undefined> {
  if (!token || expiresAt - Date.now() < RENEW_BEFORE_MS) await renew();
  return token;
}

let failures = 0;
let again: ReturnType<typeof setTimeout> | undefined;

/** Tries the refresh cookie until the service answers: who opens a page on a bad link is not signed out by it. */
export async function resumeSession(): Promise<void> {
  clearTimeout(again);
  try {
    if (!(await refresh())) forget();
    failures = 0;
  } catch (thrown) {
    const problem = asProblem(thrown);
    const wait = AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length - 1)] ?? 0;
    failures += 1;
    obstacle.value = problem;
    phase.value = 'unreachable';
    again = setTimeout(() => void resumeSession(), problem.retryAfter ? problem.retryAfter * 1000 : wait);
  }
}

/** Finds out at start whether a session goes on. */
export async function startSession(): Promise<void> {
  channel?.addEventListener('message', (event: MessageEvent<string>) => {
    if (event.data === 'signed-out') forget();
  });
  if (!mayHaveSession()) {
    phase.value = 'anonymous';
    return;
  }
  addEventListener('online', () => {
    if (phase.value === 'unreachable') void resumeSession();
  });
  await resumeSession();
}

export async function signIn(login: string, password: string, code?: string): Promise<void> {
  const body = code ? { login, password, code } : { login, password };
  take(await http.post<Session>('/sessions', { body, anonymous: true }));
  for (const resume of resumed) resume(true);
  resumed = [];
}

export async function register(input: RegistrationInput, intent: string): Promise<void> {
  take(await http.post<Session>('/registrations', { body: input, idempotencyKey: intent, anonymous: true }));
}

/** Ends the session here and in the other tabs; the service ends it for good. */
export async function signOut(): Promise<void> {
  await http.delete('/sessions/current').catch(() => undefined);
  forget();
  channel?.postMessage('signed-out');
}

/** The person does not want to sign in again: what was typed on this page is given up. */
export function abandonSession(): void {
  forget();
}

/** Reads the account again, after the firm or the person's own data changed. */
export async function reloadAccount(): Promise<void> {
  account.value = await http.get<Account>('/me');
}

const HOMES: Record<Role, string> = {
  exporter_administrator: '/app',
  exporter_clerk: '/app',
  examiner: '/agent',
  signatory: '/agent',
  treasurer: '/agent/regie',
  customs: '/agent/certificats',
  director: '/pilotage',
  administrator: '/admin',
  auditor: '/audit',
};

/** Where a role's day begins. */
export function homeOf(of: Role): string {
  return HOMES[of];
}

export function isExporter(of: Role | null | undefined): boolean {
  return of === 'exporter_administrator' || of === 'exporter_clerk';
}
