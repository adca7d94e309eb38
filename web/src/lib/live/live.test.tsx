import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concerns, useLive } from './index.ts';

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
  say(type: string, data?: string) {
    act(() => void this.dispatchEvent(data === undefined ? new Event(type) : new MessageEvent(type, { data })));
  }
}

function Listener({ onChange }: { onChange: () => void }) {
  return <p>{useLive(['certificates'], onChange)}</p>;
}

function listen() {
  const onChange = vi.fn();
  const view = render(<Listener onChange={onChange} />);
  const stream = FakeStream.last;
  if (!stream) throw new Error('a stream was opened');
  return { onChange, stream, view };
}

beforeEach(() => {
  FakeStream.last = undefined;
  vi.stubGlobal('EventSource', FakeStream);
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the live stream', () => {
  it('tells changes of its topics, once for a burst', () => {
    const { onChange, stream } = listen();
    stream.say('open');
    expect(screen.getByText('on')).toBeTruthy();
    stream.say('change', '{"topics":["payments"],"number":1}');
    vi.advanceTimersByTime(1000);
    expect(onChange).not.toHaveBeenCalled();
    stream.say('change', '{"topics":["certificates"],"number":2}');
    stream.say('change', '{"topics":["certificates"],"number":3}');
    vi.advanceTimersByTime(1000);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('reads again after a lost connection came back', async () => {
    const { onChange, stream } = listen();
    stream.say('open');
    stream.say('error');
    await waitFor(() => expect(screen.getByText('connecting')).toBeTruthy());
    stream.say('open');
    vi.advanceTimersByTime(1000);
    expect(onChange).toHaveBeenCalledTimes(1);
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
