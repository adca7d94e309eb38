import { useEffect, useRef, useState } from 'preact/hooks';
import { move, type Option } from './combobox-model.ts';
import { describedBy, FieldFrame } from './Field.tsx';
import { t } from './texts.ts';

interface ComboboxProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
  /** What is chosen now. */
  chosen: Option | null;
  onChoose: (option: Option | null) => void;
  /** Finds the options for what is typed. */
  search: (typed: string, signal: AbortSignal) => Promise<Option[]> | Option[];
  /** Letters before the search begins. */
  minLength?: number;
  /** Accepts what was typed when no option fits, such as a code one knows by heart. */
  accept?: (typed: string) => Option | null;
}

const SEARCH_DELAY_MS = 200;

interface Found {
  state: 'idle' | 'searching' | 'failed' | 'found';
  options: Option[];
}

const IDLE: Found = { state: 'idle', options: [] };

/** Searches shortly after the last keystroke; the answer to an older text never replaces a newer one. */
function useSearch(typed: string, active: boolean, minLength: number, search: ComboboxProps['search']): Found {
  const [found, setFound] = useState<Found>(IDLE);
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    if (!active || typed.trim().length < minLength) {
      setFound(IDLE);
      return;
    }
    const abort = new AbortController();
    setFound((before) => (before.state === 'found' ? before : { state: 'searching', options: [] }));
    const timer = setTimeout(async () => {
      try {
        const options = await latest.current(typed.trim(), abort.signal);
        if (!abort.signal.aborted) setFound({ state: 'found', options });
      } catch {
        if (!abort.signal.aborted) setFound({ state: 'failed', options: [] });
      }
    }, SEARCH_DELAY_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [typed, active, minLength]);
  return found;
}

function statusText(found: Found, typed: string, minLength: number): string {
  if (found.state === 'searching') return t('combobox.searching');
  if (found.state === 'failed') return t('combobox.failed');
  if (found.state === 'idle') return typed.trim().length < minLength ? t('combobox.short', { n: minLength }) : '';
  return found.options.length ? t('combobox.count', { n: found.options.length }) : t('combobox.none');
}

/** An editable combobox with list autocomplete, after the pattern of the ARIA Authoring Practices. */
export function Combobox(props: ComboboxProps) {
  const { id, chosen, minLength = 2 } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const found = useSearch(typed ?? '', open, minLength, props.search);
  const options = found.options;
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (active >= 0) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (option: Option | null) => {
    props.onChoose(option);
    setTyped(null);
    close();
  };
  const leave = () => {
    if (typed === '') choose(null);
    else if (typed !== null) {
      const accepted = options.length === 1 ? (options[0] ?? null) : (props.accept?.(typed) ?? null);
      if (accepted) choose(accepted);
      else {
        setTyped(null);
        close();
      }
    } else close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.key;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (!open) {
        setOpen(true);
        setTyped((before) => before ?? chosen?.label ?? '');
      }
      setActive((before) => move(before, options.length, key));
    } else if (key === 'Enter' && open) {
      const option = options[active];
      if (option) {
        event.preventDefault();
        choose(option);
      }
    } else if (key === 'Escape' && open) {
      event.preventDefault();
      setTyped(null);
      close();
    }
  };

  const listed = open && options.length > 0;
  return (
    <FieldFrame {...props}>
      <div class="combobox">
        <input
          class="input"
          id={id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          value={typed ?? chosen?.label ?? ''}
          aria-expanded={listed}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={listed && active >= 0 ? `${id}-option-${active}` : undefined}
          aria-invalid={props.error ? 'true' : undefined}
          aria-describedby={describedBy(props)}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setOpen(true);
            setActive(-1);
          }}
          onKeyDown={onKeyDown}
          onBlur={leave}
        />
        {open && found.state !== 'found' && <p class="combobox-note">{statusText(found, typed ?? '', minLength)}</p>}
        {open && found.state === 'found' && options.length === 0 && <p class="combobox-note">{t('combobox.none')}</p>}
        <div
          tabIndex={-1}
          class="combobox-list"
          id={`${id}-list`}
          role="listbox"
          aria-label={props.label}
          hidden={!listed}
          ref={list}
        >
          {listed &&
            options.map((option, index) => (
              <div
                tabIndex={-1}
                key={option.value}
                id={`${id}-option-${index}`}
                role="option"
                aria-selected={index === active}
                class={index === active ? 'active' : undefined}
                // Pressing must not take the focus away from the field before the choice is made.
                onMouseDown={(event) => {
                  event.preventDefault();
                  choose(option);
                }}
              >
                <span>{option.label}</span>
                {option.hint && <span class="combobox-hint">{option.hint}</span>}
              </div>
            ))}
        </div>
        <p class="visually-hidden" role="status">
          {open ? statusText(found, typed ?? '', minLength) : ''}
        </p>
      </div>
    </FieldFrame>
  );
}
