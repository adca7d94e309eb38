import type { StoredDocument } from '@api/types';
import { useRef, useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { language } from '~/lib/i18n/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import type { Upload } from '~/lib/net/upload.ts';
import { Badge } from './Badge.tsx';
import { Button } from './Button.tsx';
import { problemText } from './ErrorState.tsx';
import { t } from './texts.ts';

/** A size as people read it, in units of 1000: `312 ko`, `1,4 Mo`. */
export function formatBytes(bytes: number): string {
  const french = language.value === 'fr';
  const units = french ? ['o', 'ko', 'Mo'] : ['B', 'kB', 'MB'];
  const power = bytes >= 1_000_000 ? 2 : bytes >= 1000 ? 1 : 0;
  const value = bytes / 1000 ** power;
  const text = value.toLocaleString(french ? 'fr-FR' : 'en-GB', { maximumFractionDigits: power === 2 ? 1 : 0 });
  return `${text}\u00a0${units[power]}`;
}

interface FileSlotProps {
  id: string;
  title: string;
  hint?: string;
  required: boolean;
  /** The rank of its heading, under the page's own. */
  level?: 2 | 3;
  error?: string | undefined;
  documents: StoredDocument[];
  editable: boolean;
  start: (file: File, onProgress: (sent: number, total: number) => void) => Promise<Upload<StoredDocument>>;
  onAdded: (document: StoredDocument) => void;
  onRemove: (document: StoredDocument) => Promise<void>;
  onView: (document: StoredDocument) => void;
}

type Sending = { file: File; sent: number; total: number; cancel?: () => void; problem?: Problem };

/**
 * The place of one required paper. A file leaves as soon as it is chosen, so that a failed one never loses the
 * form; a paper may have several files, such as its two sides.
 */
export function FileSlot(props: FileSlotProps) {
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);

  const begin = async (file: File) => {
    setSending({ file, sent: 0, total: file.size });
    try {
      const upload = await props.start(file, (sent, total) =>
        setSending((before) => before && { ...before, sent, total: total || file.size }),
      );
      setSending((before) => before && { ...before, cancel: upload.cancel });
      const document = await upload.done;
      setSending(null);
      props.onAdded(document);
      announce(`${document.fileName} — ${t('file.present')}`);
    } catch (thrown) {
      const problem = asProblem(thrown);
      setSending(problem.code === 'cancelled' ? null : { file, sent: 0, total: file.size, problem });
    }
  };

  const present = props.documents.length > 0;
  const Heading: 'h2' | 'h3' = props.level === 3 ? 'h3' : 'h2';
  return (
    <section class={`file-slot${props.error ? ' field-faulty' : ''}`} aria-labelledby={`${props.id}-title`}>
      <div class="file-slot-head">
        <Heading class="file-slot-title" id={`${props.id}-title`}>
          {props.title}
        </Heading>
        <Badge tone={present ? 'success' : props.required ? 'info' : 'neutral'}>
          {t(present ? 'file.present' : props.required ? 'file.required' : 'file.optional')}
        </Badge>
      </div>
      {props.hint && <p class="field-hint">{props.hint}</p>}
      {props.error && (
        <p class="field-error" id={`${props.id}-error`}>
          {props.error}
        </p>
      )}
      {present && (
        <ul class="file-list">
          {props.documents.map((document) => (
            <FileRow key={document.id} document={document} {...props} />
          ))}
        </ul>
      )}
      {sending && <SendingRow sending={sending} onRetry={() => void begin(sending.file)} />}
      {props.editable && (!sending || sending.problem) && (
        <div class="file-choose">
          <input
            ref={input}
            class="visually-hidden"
            type="file"
            id={props.id}
            accept="application/pdf,image/jpeg,image/png"
            aria-describedby={props.error ? `${props.id}-error` : undefined}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = '';
              if (file) void begin(file);
            }}
          />
          <label class="button button-secondary button-small" for={props.id}>
            {t(present ? 'file.another' : 'file.choose')}
            <span class="visually-hidden"> : {props.title}</span>
          </label>
        </div>
      )}
    </section>
  );
}

function FileRow({ document, editable, onRemove, onView }: FileSlotProps & { document: StoredDocument }) {
  const [removing, setRemoving] = useState(false);
  const remove = async () => {
    setRemoving(true);
    await onRemove(document).finally(() => setRemoving(false));
  };
  return (
    <li class="file-row">
      <span class="file-name">
        <button
          type="button"
          class="link"
          onClick={() => onView(document)}
          aria-label={t('file.view', { name: document.fileName })}
        >
          {document.fileName}
        </button>
        <span class="muted file-facts">
          {formatBytes(document.sizeBytes)} · <span class="mono">{document.sha256.slice(0, 8)}</span>
        </span>
      </span>
      {editable && (
        <Button
          kind="quiet"
          small
          pending={removing}
          label={t('file.removeNamed', { name: document.fileName })}
          onClick={() => void remove()}
        >
          {t('file.remove')}
        </Button>
      )}
    </li>
  );
}

function SendingRow({ sending, onRetry }: { sending: Sending; onRetry: () => void }) {
  if (sending.problem) {
    const text = problemText(sending.problem);
    return (
      <div class="file-problem" role="alert">
        <p class="field-error">
          {sending.file.name} — {text.detail ?? text.title}
        </p>
        <Button kind="secondary" small onClick={onRetry}>
          {t('file.retry')}
        </Button>
      </div>
    );
  }
  const all = sending.sent >= sending.total && sending.total > 0;
  const words = all
    ? t('file.checking')
    : t('file.sending', { sent: formatBytes(sending.sent), total: formatBytes(sending.total) });
  return (
    <div class="file-sending">
      <p>
        {sending.file.name} <span class="muted">{words}</span>
      </p>
      <progress value={sending.sent} max={sending.total || 1} aria-label={sending.file.name} />
      {sending.cancel && !all && (
        <Button kind="quiet" small onClick={sending.cancel}>
          {t('file.cancel')}
        </Button>
      )}
    </div>
  );
}
