/** Which application a payment attempt is for, kept on the device: an attempt itself does not name it. */
const KEY = 'boyoro.attempts';
const KEPT = 20;

function read(): [string, string][] {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(parsed) ? (parsed as [string, string][]) : [];
  } catch {
    return [];
  }
}

export function rememberAttempt(attempt: string, application: string): void {
  try {
    const others = read().filter(([known]) => known !== attempt);
    localStorage.setItem(KEY, JSON.stringify([[attempt, application], ...others].slice(0, KEPT)));
  } catch {
    // The page then leads back to the list of applications instead.
  }
}

export function applicationOfAttempt(attempt: string): string | undefined {
  return read().find(([known]) => known === attempt)?.[1];
}
