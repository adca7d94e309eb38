import { type ComponentChildren, h } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from './texts.ts';

interface ChartProps {
  title: string;
  /** What the eye would take away, in one sentence. */
  description: string;
  height: number | ((width: number) => number);
  /** Draws for a width in pixels. Each mark is a {@link Mark}. */
  children: (width: number, height: number) => ComponentChildren;
}

/** Assumed before the page is laid out, and wherever it never is. */
const USUAL_WIDTH = 640;

interface Tip {
  text: string;
  x: number;
  y: number;
}

/**
 * The frame of a drawing: as wide as its place, named and described, with a tip on the mark under the pointer or the focus.
 * Tab enters the first mark; arrows, Home and End move between marks.
 */
export function Chart({ title, description, height, children }: ChartProps) {
  const id = useId();
  const { place, width } = useWidth();
  const [tip, setTip] = useState<Tip | undefined>();
  const tall = typeof height === 'function' ? height(width) : height;
  const show = (event: Event) => setTip(tipOf(event, place.current));
  return (
    <div class="chart" ref={place} onPointerLeave={() => setTip(undefined)}>
      <svg
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-description`}
        width={width}
        height={tall}
        viewBox={`0 0 ${width} ${tall}`}
        onPointerOver={show}
        onFocusIn={show}
        onFocusOut={() => setTip(undefined)}
        onKeyDown={(event) => (event.key === 'Escape' ? setTip(undefined) : moveFocus(event))}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-description`}>
          {description} {t('keys')}
        </desc>
        {children(width, tall)}
      </svg>
      {tip && (
        <p class="chart-tip" aria-hidden="true" style={{ left: `${tip.x}px`, top: `${tip.y}px` }}>
          {tip.text}
        </p>
      )}
    </div>
  );
}

function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(USUAL_WIDTH);
  useLayoutEffect(() => {
    const measured = place.current;
    if (!measured) return;
    const measure = () => setWidth(Math.max(240, Math.floor(measured.clientWidth) || USUAL_WIDTH));
    measure();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return { place, width };
}

const MARK = '[data-mark]';

function tipOf(event: Event, place: HTMLElement | null): Tip | undefined {
  const mark = event.target instanceof Element ? event.target.closest(MARK) : null;
  const text = mark?.getAttribute('aria-label');
  if (!mark || !text || !place) return undefined;
  const frame = place.getBoundingClientRect();
  // The tip stands over what is drawn, and not over the whole height that answers to the pointer.
  const box = (mark.querySelector('.bar, .dot') ?? mark).getBoundingClientRect();
  // The tip is centred on its mark but stays inside the frame, whose edges are the page's on a phone.
  const middle = box.left + box.width / 2 - frame.left;
  const half = Math.min(110, frame.width / 2);
  return { text, x: Math.min(Math.max(middle, half), frame.width - half), y: box.top - frame.top };
}

function moveFocus(event: KeyboardEvent & { currentTarget: SVGSVGElement }): void {
  const marks = [...event.currentTarget.querySelectorAll<SVGGElement>(MARK)];
  const at = marks.findIndex((mark) => mark.matches(':focus'));
  const next = {
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: marks.length - 1,
  }[event.key];
  if (next === undefined || at < 0) return;
  event.preventDefault();
  marks[Math.min(Math.max(next, 0), marks.length - 1)]?.focus();
}

interface MarkProps {
  label: string;
  first: boolean;
  class?: string;
  children: ComponentChildren;
}

/** One datum of a drawing: it can be focused and says itself in words. Only the first of a chart is a stop of the Tab key. */
export function Mark({ label, first, class: kind = '', children }: MarkProps) {
  const told = { 'data-mark': '', role: 'img', 'aria-label': label, tabindex: first ? 0 : -1 } as const;
  return h('g', { ...told, class: `mark ${kind}` }, children);
}

/** The scale of a drawing: those who do not see it have the marks and the table instead. */
export function Axis({ children }: { children: ComponentChildren }) {
  return h('g', { 'aria-hidden': 'true' }, children);
}
