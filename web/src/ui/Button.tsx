import type { ComponentChildren } from 'preact';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

interface ButtonProps {
  kind?: ButtonKind;
  type?: 'button' | 'submit';
  /** While true the button says `pendingText`, stays focusable and does nothing. */
  pending?: boolean;
  pendingText?: string;
  disabled?: boolean;
  onClick?: (event: MouseEvent) => void;
  label?: string;
  small?: boolean;
  children: ComponentChildren;
}

/** A button that changes something. What goes somewhere is a link: see `ButtonLink`. */
export function Button({
  kind = 'primary',
  type = 'button',
  pending = false,
  pendingText,
  small,
  ...rest
}: ButtonProps) {
  const { disabled, onClick, label, children } = rest;
  return (
    <button
      type={type}
      class={`button button-${kind}${small ? ' button-small' : ''}`}
      aria-disabled={pending || disabled ? 'true' : undefined}
      aria-label={label}
      onClick={(event) => {
        if (pending || disabled) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {pending ? (pendingText ?? children) : children}
    </button>
  );
}

/** A link that looks like a button because it begins the page's main task. */
export function ButtonLink(props: { href: string; kind?: ButtonKind; small?: boolean; children: ComponentChildren }) {
  return (
    <a class={`button button-${props.kind ?? 'primary'}${props.small ? ' button-small' : ''}`} href={props.href}>
      {props.children}
    </a>
  );
}
