import { useCallback, useRef, useState } from 'preact/hooks';
import { asProblem, Problem } from '~/lib/net/problem.ts';

/** One fault of a form, at the field that its JSON pointer names. */
export interface Fault {
  pointer: string;
  message: string;
}

/** The values of a form as typed, by the JSON pointers of the request body they end in. */
export type Values<P extends string = string> = Record<P, string>;

/** The HTML id of the field at a pointer, so that an error summary can link to it. */
export function fieldId(pointer: string): string {
  return `f${pointer.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

/** The text at a JSON pointer of a nested value, or an empty text. */
export function valueAt(root: unknown, pointer: string): unknown {
  let here: unknown = root;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

/** What a form throws from its own `submit` when it finds only on the way that a field is wrong. */
export const faultAt = (pointer: string, message: string): Problem =>
  new Problem({
    status: 422,
    code: 'invalid',
    title: message,
    errors: [{ pointer, code: 'invalid', detail: message }],
  });

export interface Form<P extends string> {
  values: Values<P>;
  set(pointer: P, value: string): void;
  setAll(values: Partial<Values<P>>): void;
  faults: Fault[];
  faultAt(pointer: string): string | undefined;
  /** What the service answered when it was not about a field. */
  problem: Problem | undefined;
  pending: boolean;
  submit(event?: Event): Promise<void>;
  /** Changes at each refused submission, so that the error summary takes the focus again. */
  round: number;
  /** The props of a `Field` for a pointer. */
  field(pointer: P): {
    id: string;
    value: string;
    error: string | undefined;
    onValue: (value: string) => void;
    disabled?: boolean;
  };
}

export interface FormOptions<P extends string> {
  initial: Values<P>;
  validate(values: Values<P>): Fault[];
  submit(values: Values<P>): Promise<void>;
}

/**
 * A form in the manner of public services: nothing is red while one types, everything is checked when one
 * continues, and the service's own faults land on the same fields.
 */
export function useForm<P extends string>(options: FormOptions<P>): Form<P> {
  const [values, setValues] = useState(options.initial);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [pending, setPending] = useState(false);
  const [round, setRound] = useState(0);
  const latest = useRef({ options, values });
  latest.current = { options, values };
  const busy = useRef(false);

  const setAll = useCallback((changed: Partial<Values<P>>) => {
    setValues((before) => ({ ...before, ...changed }));
  }, []);
  const set = useCallback((pointer: P, value: string) => setAll({ [pointer]: value } as Partial<Values<P>>), [setAll]);

  const refuse = useCallback((found: Fault[], answered: Problem | undefined) => {
    setFaults(found);
    setProblem(answered);
    setRound((before) => before + 1);
  }, []);

  const submit = useCallback(
    async (event?: Event) => {
      event?.preventDefault();
      if (busy.current) return;
      const found = latest.current.options.validate(latest.current.values);
      if (found.length > 0) return refuse(found, undefined);
      busy.current = true;
      setPending(true);
      setProblem(undefined);
      setFaults([]);
      try {
        await latest.current.options.submit(latest.current.values);
      } catch (thrown) {
        const answered = asProblem(thrown);
        const atFields = answered.errors.map((error) => ({ pointer: error.pointer, message: error.detail }));
        refuse(atFields, atFields.length > 0 ? undefined : answered);
      } finally {
        busy.current = false;
        setPending(false);
      }
    },
    [refuse],
  );

  const errorAt = (pointer: string) => faults.find((fault) => fault.pointer === pointer)?.message;
  return {
    values,
    set,
    setAll,
    faults,
    faultAt: errorAt,
    problem,
    pending,
    submit,
    round,
    field: (pointer) => ({
      id: fieldId(pointer),
      value: values[pointer],
      error: errorAt(pointer),
      onValue: (value: string) => set(pointer, value),
    }),
  };
}
