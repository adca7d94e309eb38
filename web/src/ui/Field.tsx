import { type ComponentChildren, h, type TargetedInputEvent } from 'preact';
import { t } from './texts.ts';

interface Described {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
}

/** The ids that describe a control: its hint and its error, in reading order. */
export function describedBy(field: Described): string | undefined {
  const ids = [field.hint ? `${field.id}-hint` : '', field.error ? `${field.id}-error` : ''].filter(Boolean);
  return ids.length ? ids.join(' ') : undefined;
}

/** A label, its hint and its error around any control. */
export function FieldFrame(props: Described & { children: ComponentChildren }) {
  return (
    <div class={`field${props.error ? ' field-faulty' : ''}`}>
      <label class="field-label" for={props.id}>
        {props.label} {props.optional && <span class="muted field-optional">{t('optional')}</span>}
      </label>
      {props.hint && (
        <p class="field-hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error && (
        <p class="field-error" id={`${props.id}-error`}>
          <span class="visually-hidden">{t('error.prefix')} </span>
          {props.error}
        </p>
      )}
      {props.children}
    </div>
  );
}

type InputWidth = 'xs' | 's' | 'm' | 'l' | 'full';

interface FieldProps extends Described {
  value: string;
  onValue: (value: string) => void;
  onBlur?: () => void;
  type?: 'text' | 'email' | 'tel' | 'password' | 'date' | 'search' | 'month';
  inputMode?: 'numeric' | 'decimal' | 'text' | 'tel' | 'email';
  autoComplete?: string;
  width?: InputWidth;
  suffix?: string;
  maxLength?: number;
  disabled?: boolean;
  spellcheck?: boolean;
}

/** A one-line text field. */
export function Field(props: FieldProps) {
  const input = h('input', {
    class: `input input-${props.width ?? 'full'}`,
    id: props.id,
    name: props.id,
    type: props.type ?? 'text',
    inputMode: props.inputMode,
    autocomplete: props.autoComplete ?? 'off',
    maxLength: props.maxLength,
    spellcheck: props.spellcheck,
    value: props.value,
    disabled: props.disabled,
    'aria-invalid': props.error ? 'true' : undefined,
    'aria-describedby': describedBy(props),
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => props.onValue(event.currentTarget.value),
    onBlur: props.onBlur,
  });
  return (
    <FieldFrame {...props}>
      {props.suffix ? (
        <div class="input-group">
          {input}
          <span class="input-suffix" aria-hidden="true">
            {props.suffix}
          </span>
        </div>
      ) : (
        input
      )}
    </FieldFrame>
  );
}

interface TextAreaProps extends Described {
  value: string;
  onValue: (value: string) => void;
  onBlur?: () => void;
  rows?: number;
  maxLength?: number;
}

/** A field of several lines. */
export function TextArea(props: TextAreaProps) {
  return (
    <FieldFrame {...props}>
      <textarea
        class="input"
        id={props.id}
        name={props.id}
        rows={props.rows ?? 4}
        maxLength={props.maxLength}
        value={props.value}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
        onInput={(event) => props.onValue(event.currentTarget.value)}
        onBlur={props.onBlur}
      />
    </FieldFrame>
  );
}

export interface Choice {
  value: string;
  label: string;
  hint?: string | undefined;
  disabled?: boolean;
}

interface SelectProps extends Described {
  value: string;
  onValue: (value: string) => void;
  onBlur?: () => void;
  choices: Choice[];
  /** The text of the empty choice; none is offered without it. */
  placeholder?: string;
  width?: InputWidth;
}

/** A native list to choose from. */
export function Select(props: SelectProps) {
  return (
    <FieldFrame {...props}>
      <select
        class={`input input-${props.width ?? 'full'}`}
        id={props.id}
        name={props.id}
        value={props.value}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={describedBy(props)}
        onChange={(event) => props.onValue(event.currentTarget.value)}
        onBlur={props.onBlur}
      >
        {props.placeholder !== undefined && <option value="">{props.placeholder}</option>}
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled}>
            {choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

interface RadiosProps extends Omit<Described, 'optional'> {
  value: string;
  onValue: (value: string) => void;
  choices: Choice[];
  /** The question is the page's own heading. */
  legendHidden?: boolean;
}

/** A few choices, all visible. The first one bears the field's id, so that an error summary can reach it. */
export function Radios(props: RadiosProps) {
  return (
    <fieldset class={`field${props.error ? ' field-faulty' : ''}`} aria-describedby={describedBy(props)}>
      <legend class={props.legendHidden ? 'visually-hidden' : 'field-label'}>{props.label}</legend>
      {props.hint && (
        <p class="field-hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error && (
        <p class="field-error" id={`${props.id}-error`}>
          <span class="visually-hidden">{t('error.prefix')} </span>
          {props.error}
        </p>
      )}
      {props.choices.map((choice, index) => {
        const id = index === 0 ? props.id : `${props.id}-${choice.value}`;
        return (
          <div class="choice" key={choice.value}>
            <input
              type="radio"
              id={id}
              name={props.id}
              value={choice.value}
              checked={props.value === choice.value}
              disabled={choice.disabled}
              aria-describedby={choice.hint ? `${id}-choice` : undefined}
              onChange={() => props.onValue(choice.value)}
            />
            <label for={id}>{choice.label}</label>
            {choice.hint && (
              <p class="choice-hint" id={`${id}-choice`}>
                {choice.hint}
              </p>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

interface CheckboxProps {
  id: string;
  label: ComponentChildren;
  checked: boolean;
  onChecked: (checked: boolean) => void;
  error?: string | undefined;
  hint?: string;
}

/** One box to tick. */
export function Checkbox(props: CheckboxProps) {
  const described = [props.error ? `${props.id}-error` : '', props.hint ? `${props.id}-choice` : '']
    .filter(Boolean)
    .join(' ');
  return (
    <div class={`field${props.error ? ' field-faulty' : ''}`}>
      {props.error && (
        <p class="field-error" id={`${props.id}-error`}>
          <span class="visually-hidden">{t('error.prefix')} </span>
          {props.error}
        </p>
      )}
      <div class="choice">
        <input
          type="checkbox"
          id={props.id}
          checked={props.checked}
          aria-invalid={props.error ? 'true' : undefined}
          aria-describedby={described || undefined}
          onChange={(event) => props.onChecked(event.currentTarget.checked)}
        />
        <label for={props.id}>{props.label}</label>
        {props.hint && (
          <p class="choice-hint" id={`${props.id}-choice`}>
            {props.hint}
          </p>
        )}
      </div>
    </div>
  );
}
