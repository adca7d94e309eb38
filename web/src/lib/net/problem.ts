import type { FieldFault, ProblemBody } from '@api/types';

/**
 * What went wrong with a request. `status` is 0 when no answer came: `offline` when the network is gone, `timeout`
 * when it was too slow. Otherwise `code` is the service's own stable code.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: FieldFault[];
  readonly current: unknown;
  /** What a person quotes when asking for help. */
  readonly reference: string | undefined;
  /** Seconds to wait before trying again, as the service asked. */
  readonly retryAfter: number | undefined;

  constructor(body: ProblemBody, retryAfter?: number) {
    super(body.detail ?? body.title);
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.detail = body.detail;
    this.errors = body.errors ?? [];
    this.current = body.current;
    this.reference = body.instance;
    this.retryAfter = retryAfter;
  }

  /** The request never got an answer, so repeating it with the same idempotency key is right. */
  get unanswered(): boolean {
    return this.status === 0;
  }

  /** Nobody knows what became of the request: no answer came, or one from a service or a proxy in trouble. */
  get undecided(): boolean {
    return this.unanswered || this.status >= 500;
  }
}

/** Makes a `Problem` from an answer that is not 2xx, whatever its body is. */
export async function problemOf(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get('Retry-After') ?? '');
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  let body: Partial<ProblemBody> = {};
  if (/json/.test(response.headers.get('Content-Type') ?? '')) {
    const parsed: unknown = await response.json().catch(() => ({}));
    if (typeof parsed === 'object' && parsed !== null) body = parsed;
  }
  return new Problem(
    {
      ...body,
      status: response.status,
      title: body.title ?? response.statusText,
      code: body.code ?? `http_${response.status}`,
    },
    retryAfter,
  );
}

/** Any thrown value as a `Problem`. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem({
    status: 0,
    code: 'unexpected',
    title: thrown instanceof Error ? thrown.message : String(thrown),
  });
}
