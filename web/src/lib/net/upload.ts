import type { ProblemBody } from '@api/types';
import { language } from '~/lib/i18n/index.ts';
import { path } from './client.ts';
import { Problem } from './problem.ts';

export interface Upload<T> {
  done: Promise<T>;
  cancel(): void;
}

function problemFrom(request: XMLHttpRequest): Problem {
  let body: Partial<ProblemBody> = {};
  try {
    body = JSON.parse(request.responseText) as Partial<ProblemBody>;
  } catch {
    // A proxy on the way may answer with its own page.
  }
  return new Problem({ title: request.statusText, code: `http_${request.status}`, ...body, status: request.status });
}

/**
 * Sends one file with the progress that `fetch` cannot tell. `onProgress` gets the bytes sent and to send.
 * The caller renews the session beforehand, because a refused upload costs its whole length again.
 */
export function upload<T>(
  template: string,
  form: FormData,
  token: string | undefined,
  onProgress: (sent: number, total: number) => void,
): Upload<T> {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    request.open('POST', path(template));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', language.value);
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.onprogress = (event) => onProgress(event.loaded, event.lengthComputable ? event.total : 0);
    request.onload = () => {
      if (request.status < 200 || request.status >= 300) return reject(problemFrom(request));
      try {
        resolve(JSON.parse(request.responseText) as T);
      } catch {
        reject(new Problem({ status: 0, code: 'unexpected', title: 'unreadable answer' }));
      }
    };
    request.onerror = () => reject(new Problem({ status: 0, code: 'offline', title: 'offline' }));
    request.onabort = () => reject(new Problem({ status: 0, code: 'cancelled', title: 'cancelled' }));
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}
