import { useEffect, useRef, useState } from 'preact/hooks';
import { API, lastEventSeen } from '~/lib/net/client.ts';

export type LiveState = 'on' | 'connecting' | 'off';

/** Changes that come close together are told once, so many milliseconds after the first. */
const TOGETHER = 500;

/** The same page reads again at most this often, in milliseconds, however busy the country is. */
const APART = 3000;

/** Milliseconds after which a page without a stream reads again, and tries to get one. */
const ASK_EVERY = 30_000;

/** A reader who asked the browser to spare data gets no stream. */
function sparing(): boolean {
  const connection: { saveData?: boolean } | undefined = Reflect.get(navigator, 'connection');
  return connection?.saveData === true;
}

/** Whether a message of the stream is about one of `topics`. What cannot be read is taken to be: reading again does no harm. */
export function concerns(data: string, topics: readonly string[]): boolean {
  try {
    const told: unknown = JSON.parse(data).topics;
    return !Array.isArray(told) || told.some((topic) => topics.includes(topic));
  } catch {
    return true;
  }
}

/** Told of everything that happens to a page that follows the news. */
interface Follower {
  topics: readonly string[];
  /** The last event that is surely in what the page shows; nothing where that is not known. */
  since: number | undefined;
  onState: (state: LiveState) => void;
  onChange: () => void;
}

/** Follows until the function that it gives is called. */
function follow({ topics, since, onState, onChange }: Follower): () => void {
  let seen = since;
  let stream: EventSource | undefined;
  let told = 0;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let asking: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    telling ??= setTimeout(
      () => {
        telling = undefined;
        told = Date.now();
        onChange();
      },
      Math.max(TOGETHER, told + APART - Date.now()),
    );
  };
  const rest = () => {
    clearTimeout(asking);
    stream?.close();
    stream = undefined;
    asking = undefined;
  };
  const ask = () => {
    rest();
    onState('off');
    asking = setTimeout(() => {
      tell();
      listen();
    }, ASK_EVERY);
  };
  const listen = () => {
    if (typeof EventSource === 'undefined' || sparing()) return ask();
    const opened = new EventSource(seen === undefined ? `${API}/stream` : `${API}/stream?since=${seen}`);
    stream = opened;
    opened.addEventListener('open', () => {
      onState('on');
      // With a number the service itself tells what came since.
      if (seen === undefined) tell();
    });
    opened.addEventListener('error', () => {
      // A browser comes back from a lost connection by itself, but not from a refusal.
      if (opened.readyState === opened.CLOSED) ask();
      else onState('connecting');
    });
    opened.addEventListener('change', (event) => {
      if (event.lastEventId) seen = Number(event.lastEventId);
      if (concerns(String(event.data), topics)) tell();
    });
  };
  // A page that nobody sees holds no connection, of which a browser has few; when it is seen again it hears what it missed.
  const look = () => {
    if (document.visibilityState === 'hidden') return rest();
    // Without a stream nobody will say what was missed.
    if (sparing()) tell();
    if (!stream && !asking) listen();
  };
  document.addEventListener('visibilitychange', look);
  if (document.visibilityState !== 'hidden') listen();
  return () => {
    document.removeEventListener('visibilitychange', look);
    clearTimeout(telling);
    rest();
  };
}

/**
 * Calls `onChange` when the service says that something about `topics` changed since the page began to read, whatever happened to the
 * connection meanwhile; where no stream can be had, every now and then. To be used before the page reads what it shows. Without topics
 * nothing is followed.
 */
export function useLive(topics: readonly string[], onChange: () => void): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const latest = useRef(onChange);
  latest.current = onChange;
  const { current: since } = useRef(lastEventSeen());
  const key = topics.join(',');
  useEffect(() => {
    if (!key) return;
    return follow({ topics: key.split(','), since, onState: setState, onChange: () => latest.current() });
  }, [key, since]);
  return state;
}
