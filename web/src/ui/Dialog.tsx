import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from './texts.ts';

interface DialogProps {
  title: string;
  /** Called on Escape and on the close button; without it the dialog must be answered. */
  onClose?: () => void;
  children: ComponentChildren;
}

/** A native modal dialog: the browser keeps the focus inside and gives it back. Draw it only while it is open. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <div class="dialog-head">
        <h2 id={heading}>{title}</h2>
        {onClose && (
          <button type="button" class="dialog-close" onClick={onClose} aria-label={t('dialog.close')}>
            ×
          </button>
        )}
      </div>
      {children}
    </dialog>
  );
}
