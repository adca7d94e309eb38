import { useEffect, useRef, useState } from 'preact/hooks';
import { API } from '~/lib/net/client.ts';

export type LiveState = 'on' | 'connecting' | 'off';

/** Changes that come close together are told once, after this many milliseconds. */
const TOGETHER = 500;

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

/**
 * Calls `onChange` when the service says that something about `topics` changed, and once more after a lost connection came back,
 * since what happened meanwhile was not heard.
 */
export function useLive(topics: readonly string[], onChange: () => void): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const latest = useRef(onChange);
  latest.current = onChange;
  const key = topics.join(',');
  useEffect(() => {
    if (typeof EventSource === 'undefined' || sparing()) {
      setState('off');
      return;
    }
    const stream = new EventSource(`${API}/stream`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const tell = () => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(), TOGETHER);
    };
    stream.addEventListener('open', () => {
      setState('on');
      if (lost) tell();
      lost = false;
    });
    stream.addEventListener('error', () => {
      lost = true;
      setState(stream.readyState === stream.CLOSED ? 'off' : 'connecting');
    });
    stream.addEventListener('change', (event) => {
      if (concerns(String(event.data), key.split(','))) tell();
    });
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [key]);
  return state;
}
