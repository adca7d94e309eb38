import type { Reference, StoredDocument } from '@api/types';
import { useEffect, useState } from 'preact/hooks';
import { openDocument } from '~/lib/api/files.ts';
import { documentContent } from '~/lib/api/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatBytes, Loaded } from '~/ui/index.ts';
import { t } from './texts.ts';

/** One document drawn beside the file. The bytes need the session, so they come as a blob of this page. */
function Shown({ document: shown, name }: { document: StoredDocument; name: string }) {
  const content = useLoad(() => documentContent(shown.id), [shown.id]);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!content.data) return;
    const url = URL.createObjectURL(content.data);
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [content.data]);
  return (
    <Loaded from={content}>
      {() =>
        address === undefined ? null : shown.mediaType === 'application/pdf' ? (
          <iframe class="viewer" src={address} title={name} />
        ) : (
          <img class="viewer" src={address} alt={name} />
        )
      }
    </Loaded>
  );
}

/**
 * The documents of a file and, below, the one that is being read. None is opened unasked: it would cost its bytes, and a
 * browser's own PDF viewer takes the keyboard from the page.
 */
export function DocumentViewer({ documents, reference }: { documents: StoredDocument[]; reference: Reference }) {
  const [chosen, setChosen] = useState<string>();
  const nameOf = (document: StoredDocument) =>
    say(reference.documentKinds.find((kind) => kind.code === document.kind)?.name) || document.kind;
  const shown = documents.find((document) => document.id === chosen);
  if (documents.length === 0) return <p class="muted">{t('documents.none')}</p>;
  return (
    <>
      <ul class="file-list">
        {documents.map((document) => (
          <li key={document.id} class="file-row">
            <div class="file-facts">
              <button
                type="button"
                class="link"
                aria-pressed={document.id === chosen}
                onClick={() => setChosen(document.id)}
              >
                {nameOf(document)}
              </button>
              <span class="muted">
                {document.fileName} · {formatBytes(document.sizeBytes)}
              </span>
            </div>
            <button type="button" class="link" onClick={() => void openDocument(document)}>
              {t('documents.open')}
              <span class="visually-hidden"> : {nameOf(document)}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown && <Shown key={shown.id} document={shown} name={nameOf(shown)} />}
    </>
  );
}
