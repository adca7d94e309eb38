import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concerns } from './index.ts';

class FakeStream extends EventTarget {
  static last: FakeStream | undefined;
  readonly CLOSED = 2;
  readyState = 0;
  closed = false;
  constructor(readonly url: string) {
    super();
    FakeStream.last = this;
  }
  close() {
    this.closed = true;
  }
  say(type: string, data?: string, lastEventId = '') {
    act(
      () =>
        void this.dispatchEvent(data === undefined ? new Event(type) : new MessageEvent(type, { data, lastEventId })),
    );
  }
}

let useLive: typeof import('./index.ts').useLive;
let http: typeof import('~/lib/net/client.ts').http;

function Listener({ onChange }: { onChange: () => void }) {
  return <p>{useLive(['certificates'], onChange)}</p>;
}

function Idle() {
  return <p>{useLive([], vi.fn())}</p>;
}

/** The service answers something with the number of the last event it had looked at. */
async function answer(number: string) {
  vi.stubGlobal('fetch', async () => new Response('{}', { headers: { 'Event-Number': number } }));
  await http.get('/me');
}

function show(state: DocumentVisibilityState) {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

function listen() {
  const onChange = vi.fn();
  const view = render(<Listener onChange={onChange} />);
  const stream = FakeStream.last;
  if (!stream) throw new Error('a stream was opened');
  return { onChange, stream, view };
}

beforeEach(async () => {
  // A page that was just opened has had no answer yet.
  vi.resetModules();
  ({ useLive } = await import('./index.ts'));
  ({ http } = await import('~/lib/net/client.ts'));
  FakeStream.last = undefined;
  vi.stubGlobal('EventSource', FakeStream);
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the live stream', () => {
  it('tells changes of its topics, once for a burst', () => {
    const { onChange, stream } = listen();
    stream.say('open');
    expect(screen.getByText('on')).toBeTruthy();
    vi.advanceTimersByTime(1000);
    onChange.mockClear();
    stream.say('change', '{"topics":["payments"],"number":1}');
    vi.advanceTimersByTime(5000);
    expect(onChange).not.toHaveBeenCalled();
    stream.say('change', '{"topics":["certificates"],"number":2}');
    stream.say('change', '{"topics":["certificates"],"number":3}');
    vi.advanceTimersByTime(1000);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('is followed however fast changes come, but not at their pace', () => {
    const { onChange, stream } = listen();
    for (let change = 0; change < 100; change += 1) {
      stream.say('change', '{"topics":["certificates"],"number":2}');
      vi.advanceTimersByTime(100);
    }
    expect(onChange.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(onChange.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('begins where the page began to read, so that what came in between is told', async () => {
    await answer('41');
    const { onChange, stream } = listen();
    expect(stream.url).toBe('/api/v1/stream?since=41');
    stream.say('open');
    vi.advanceTimersByTime(1000);
    expect(onChange).not.toHaveBeenCalled();
  });

  it('reads again when it is open, where no answer was numbered', () => {
    const { onChange, stream } = listen();
    expect(stream.url).toBe('/api/v1/stream');
    stream.say('open');
    vi.advanceTimersByTime(1000);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('lets go while nobody sees the page, and goes on after the last change heard', () => {
    const { onChange, stream } = listen();
    stream.say('change', '{"topics":["payments"],"number":7}', '7');
    show('hidden');
    expect(stream.closed).toBe(true);
    expect(FakeStream.last).toBe(stream);
    show('visible');
    expect(FakeStream.last?.url).toBe('/api/v1/stream?since=7');
    expect(onChange).not.toHaveBeenCalled();
  });

  it('reads now and then where the stream is refused, and tries again', async () => {
    const { onChange, stream } = listen();
    stream.readyState = stream.CLOSED;
    stream.say('error');
    await waitFor(() => expect(screen.getByText('off')).toBeTruthy());
    vi.advanceTimersByTime(31_000);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(FakeStream.last).not.toBe(stream);
    FakeStream.last?.say('open');
    await waitFor(() => expect(screen.getByText('on')).toBeTruthy());
  });

  it('spares data: no stream, nothing read twice at the beginning, read again when the page is seen again', () => {
    vi.stubGlobal('navigator', { connection: { saveData: true } });
    const onChange = vi.fn();
    render(<Listener onChange={onChange} />);
    vi.advanceTimersByTime(5000);
    expect(onChange).not.toHaveBeenCalled();
    show('hidden');
    show('visible');
    vi.advanceTimersByTime(1000);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(FakeStream.last).toBeUndefined();
  });

  it('asks for nothing without topics', () => {
    render(<Idle />);
    expect(FakeStream.last).toBeUndefined();
  });

  it('closes with its page', async () => {
    const { stream, view } = listen();
    view.unmount();
    await waitFor(() => expect(stream.closed).toBe(true));
  });

  it('takes what it cannot read for a change', () => {
    expect(concerns('not json', ['certificates'])).toBe(true);
    expect(concerns('{}', ['certificates'])).toBe(true);
    expect(concerns('{"topics":["payments"]}', ['certificates'])).toBe(false);
  });
});
