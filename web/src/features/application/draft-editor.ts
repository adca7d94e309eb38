import type { Application, Content } from '@api/types';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { asProblem, type Problem } from '~/lib/net/problem.ts';

export type SaveState =
  | { kind: 'clean' }
  | { kind: 'pending' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  /** The network is gone: what was typed is kept on this device until it is back. */
  | { kind: 'waiting' }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'conflict'; theirs: Application };

/** One place where two people wrote different things. */
export interface Difference {
  pointer: string;
  before: unknown;
  mine: unknown;
  theirs: unknown;
}

/** What is kept on the device for the day the page or the network goes away. */
export interface Kept {
  base: Content;
  pending: Content;
}

export interface Keeper {
  load(id: string): Kept | null;
  save(id: string, kept: Kept | null): void;
}

const SAVE_AFTER_MS = 1200;
const RETRY_AFTER_MS = 15_000;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The leaves that differ. Lists of different lengths are one leaf, because their lines have no names to match by. */
export function differences(before: unknown, mine: unknown, theirs: unknown, pointer = ''): Difference[] {
  if (same(mine, theirs)) return [];
  const lists = Array.isArray(mine) && Array.isArray(theirs) && mine.length === theirs.length;
  if (!lists && !(isRecord(mine) && isRecord(theirs))) return [{ pointer, before, mine, theirs }];
  const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  const member = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return [...names].flatMap((name) =>
    differences(member(before, name), member(mine, name), member(theirs, name), `${pointer}/${name}`),
  );
}

/** A copy of a value with another leaf at a pointer. */
export function withLeaf(root: unknown, pointer: string, leaf: unknown): unknown {
  const [, name, ...rest] = pointer.split('/');
  if (name === undefined) return leaf;
  const inner = rest.length > 0 ? `/${rest.join('/')}` : '';
  if (Array.isArray(root))
    return root.map((item, index) => (String(index) === name ? withLeaf(item, inner, leaf) : item));
  const record = isRecord(root) ? root : {};
  return { ...record, [name]: withLeaf(record[name], inner, leaf) };
}

/**
 * Keeps one application's content saved while a person writes. One request is under way at a time and carries
 * whatever was written meanwhile; another person's edit of other parts is taken over silently, of the same part asked about.
 */
export class DraftEditor {
  private readonly stored: Signal<Application>;
  private readonly current = signal<SaveState>({ kind: 'clean' });
  private readonly rounds = signal(0);
  private base: Content;
  private pending: Content = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<boolean> | undefined;

  constructor(
    application: Application,
    private readonly write: (id: string, content: Content, version: number) => Promise<Application>,
    private readonly keeper: Keeper,
  ) {
    this.stored = signal(application);
    const kept = keeper.load(application.id);
    this.base = kept?.base ?? application.content;
    this.pending = kept?.pending ?? {};
    if (kept) this.schedule(0);
  }

  /** The application as the service last told it. */
  get application(): ReadonlySignal<Application> {
    return this.stored;
  }

  get state(): ReadonlySignal<SaveState> {
    return this.current;
  }

  /** Changes when values came in from elsewhere, so that open forms read them again. */
  get round(): ReadonlySignal<number> {
    return this.rounds;
  }

  /** What the person sees: the stored content under what was not saved yet. */
  get content(): Content {
    return { ...this.stored.value.content, ...this.pending };
  }

  get dirty(): boolean {
    return Object.keys(this.pending).length > 0;
  }

  /** Takes over a newer reading of the application, unless something of ours still has to be saved over it. */
  refresh(application: Application): void {
    if (this.dirty || application.version < this.stored.value.version) return;
    this.stored.value = application;
    this.base = application.content;
  }

  /** Notes what was written; it is saved a moment after the last stroke. */
  change(part: Content): void {
    this.pending = { ...this.pending, ...part };
    this.keep();
    if (this.current.value.kind === 'conflict') return;
    if (this.current.value.kind !== 'saving') this.current.value = { kind: 'pending' };
    this.schedule(SAVE_AFTER_MS);
  }

  /** Saves what is not saved yet; answers whether everything is. */
  flush(): Promise<boolean> {
    clearTimeout(this.timer);
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** The places where both wrote, while in conflict. */
  conflicts(): Difference[] {
    const state = this.current.value;
    if (state.kind !== 'conflict') return [];
    const theirs = this.only(state.theirs.content);
    return differences(this.only(this.base), this.pending, theirs).filter(
      (difference) => !same(difference.before, difference.theirs) && !same(difference.before, difference.mine),
    );
  }

  /** Ends a conflict: at `theirs` the other person's values stay, elsewhere each keeps what only one of them wrote. */
  resolve(theirsAt: ReadonlySet<string>): Promise<boolean> {
    const state = this.current.value;
    if (state.kind !== 'conflict') return Promise.resolve(true);
    const theirs = this.only(state.theirs.content);
    let merged: unknown = this.pending;
    for (const difference of differences(this.only(this.base), this.pending, theirs)) {
      const onlyTheirs = same(difference.before, difference.mine);
      if (onlyTheirs || theirsAt.has(difference.pointer))
        merged = withLeaf(merged, difference.pointer, difference.theirs ?? null);
    }
    this.pending = prune(merged) as Content;
    this.stored.value = state.theirs;
    this.base = state.theirs.content;
    this.rounds.value += 1;
    this.current.value = { kind: 'pending' };
    this.keep();
    return this.flush();
  }

  /** The members of a content that are being saved. */
  private only(content: Content): Content {
    const members = content as Record<string, unknown>;
    return Object.fromEntries(Object.keys(this.pending).map((name) => [name, members[name] ?? null]));
  }

  private schedule(after: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), after);
  }

  private keep(): void {
    this.keeper.save(this.stored.value.id, this.dirty ? { base: this.base, pending: this.pending } : null);
  }

  private async run(): Promise<boolean> {
    while (this.dirty) {
      if (this.current.value.kind === 'conflict') return false;
      const sent = this.pending;
      this.current.value = { kind: 'saving' };
      try {
        this.accept(await this.write(this.stored.value.id, sent, this.stored.value.version), sent);
      } catch (thrown) {
        if (!this.recover(asProblem(thrown))) return false;
      }
    }
    return true;
  }

  private accept(answer: Application, sent: Content): void {
    const written = this.pending as Record<string, unknown>;
    const acknowledged = sent as Record<string, unknown>;
    this.pending = Object.fromEntries(Object.entries(written).filter(([name, value]) => value !== acknowledged[name]));
    this.stored.value = answer;
    this.base = answer.content;
    this.current.value = this.dirty ? { kind: 'pending' } : { kind: 'saved', at: new Date() };
    this.keep();
  }

  /** Decides after a refusal; true when the same can be sent again at once. */
  private recover(problem: Problem): boolean {
    const theirs = problem.current as Application | undefined;
    if ((problem.status === 412 || problem.status === 409) && theirs?.content) {
      this.current.value = { kind: 'conflict', theirs };
      if (this.conflicts().length > 0) return false;
      this.rebase(theirs);
      return true;
    }
    if (problem.undecided) {
      this.current.value = { kind: 'waiting' };
      this.schedule(RETRY_AFTER_MS);
    } else {
      this.current.value = { kind: 'refused', problem };
    }
    return false;
  }

  /** Puts what only we wrote over the other person's version. */
  private rebase(theirs: Application): void {
    let merged: unknown = this.pending;
    for (const difference of differences(this.only(this.base), this.pending, this.only(theirs.content))) {
      if (same(difference.before, difference.mine))
        merged = withLeaf(merged, difference.pointer, difference.theirs ?? null);
    }
    this.pending = prune(merged) as Content;
    this.stored.value = theirs;
    this.base = theirs.content;
    this.rounds.value += 1;
    this.current.value = { kind: 'pending' };
    this.keep();
  }
}

/** Leaves nothing-values out of inner objects; at the top they mean "remove". */
function prune(content: unknown): unknown {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== null && member !== undefined)
        .map(([name, member]) => [name, inner(member)]),
    );
  };
  return isRecord(content)
    ? Object.fromEntries(Object.entries(content).map(([name, value]) => [name, inner(value)]))
    : content;
}
