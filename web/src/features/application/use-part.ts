import type { Content, FieldFault } from '@api/types';
import { useEffect, useRef, useState } from 'preact/hooks';
import { getFaults } from '~/lib/api/index.ts';
import { type Fault, fieldId, valueAt } from '~/lib/forms/index.ts';
import { type FieldSpec, partFaults, readPart, writePart } from './content-model.ts';
import type { DraftEditor } from './draft-editor.ts';

export interface PartForm {
  values: Record<string, string>;
  set(pointer: string, typed: string): void;
  setSome(changed: Record<string, string>): void;
  faults: Fault[];
  round: number;
  faultAt(pointer: string): string | undefined;
  /** Checks the part and saves it; answers whether one may go on. */
  leave(extra?: Fault[]): Promise<boolean>;
}

const isUnder = (pointer: string, prefixes: string[]) =>
  prefixes.some((prefix) => pointer === prefix || pointer.startsWith(`${prefix}/`));

/** What the agency asked to correct, at the pointers of this part. */
export function askedFaults(editor: DraftEditor): Fault[] {
  const application = editor.application.value;
  if (application.status !== 'returned') return [];
  return (application.lastReturn?.reasons ?? []).map((reason) => ({
    pointer: reason.pointer,
    message: reason.message,
  }));
}

/**
 * When one comes by a link to a fault, the service is asked what it would refuse here, and the field takes the focus.
 * Without such a link nothing is red until one wants to go on.
 */
function useLinkedFaults(id: string, prefixes: string[], show: (faults: Fault[]) => void): void {
  const latest = useRef({ prefixes, show });
  latest.current = { prefixes, show };
  useEffect(() => {
    const anchor = location.hash.slice(1);
    if (!anchor) return;
    document.getElementById(anchor)?.focus();
    getFaults(id).then(
      (found: FieldFault[]) => {
        const here = found.filter((fault) => isUnder(fault.pointer, latest.current.prefixes));
        latest.current.show(here.map((fault) => ({ pointer: fault.pointer, message: fault.detail })));
        document.getElementById(anchor)?.focus();
      },
      () => undefined,
    );
  }, [id]);
}

/** One part of the application as a form of texts that saves itself. */
export function usePart(
  editor: DraftEditor,
  specs: FieldSpec[],
  prefix: string,
  toContent: (part: Record<string, unknown>) => Content,
): PartForm {
  const read = () => readPart(specs, prefix, valueAt(editor.content, prefix));
  const [values, setValues] = useState(read);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [round, setRound] = useState(0);
  const latest = useRef(values);

  const incoming = editor.round.value;
  const seen = useRef(incoming);
  if (seen.current !== incoming) {
    seen.current = incoming;
    latest.current = read();
    setValues(latest.current);
  }
  useLinkedFaults(editor.application.value.id, [prefix], setFaults);

  const setSome = (changed: Record<string, string>) => {
    latest.current = { ...latest.current, ...changed };
    setValues(latest.current);
    editor.change(toContent(writePart(specs, prefix, latest.current)));
  };
  const leave = async (extra: Fault[] = []) => {
    const found = [...partFaults(specs, prefix, latest.current), ...extra];
    if (found.length === 0) {
      const saved = await editor.flush();
      const state = editor.state.value;
      // Without a network what was typed is kept on the device, so one may go on; a refusal must be read first.
      if (saved || state.kind === 'waiting') return true;
      if (state.kind === 'refused') {
        found.push(...state.problem.errors.map((error) => ({ pointer: error.pointer, message: error.detail })));
      }
    }
    setFaults(found);
    setRound((before) => before + 1);
    return false;
  };
  const asked = askedFaults(editor);
  return {
    values,
    set: (pointer, typed) => setSome({ [pointer]: typed }),
    setSome,
    faults,
    round,
    faultAt: (pointer) => [...faults, ...asked].find((fault) => fault.pointer === pointer)?.message,
    leave,
  };
}

/** The props of a field of the part. */
export function fieldOf(form: PartForm, pointer: string) {
  return {
    id: fieldId(pointer),
    value: form.values[pointer] ?? '',
    error: form.faultAt(pointer),
    onValue: (typed: string) => form.set(pointer, typed),
  };
}
