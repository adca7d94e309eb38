import type { StoredDocument } from '@api/types';
import { type Upload, upload } from '~/lib/net/upload.ts';
import { freshToken } from '~/lib/session/index.ts';
import { documentContent } from './index.ts';

const SHOWN = ['application/pdf', 'image/jpeg', 'image/png'];

/** Sends a file to a record at once, with a token that outlasts a slow link. */
export async function startUpload(
  template: string,
  kind: string,
  file: File,
  onProgress: (sent: number, total: number) => void,
): Promise<Upload<StoredDocument>> {
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', file, file.name);
  return upload<StoredDocument>(template, form, await freshToken(), onProgress);
}

/** Hands a fetched file to the browser as a download under its own name. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download begins after this turn; the address must outlive it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Opens a protected document. A new window cannot send the session's token, so the file is fetched here;
 * the browser shows it if it can and saves it otherwise.
 */
export async function openDocument(document: StoredDocument): Promise<void> {
  const bytes = await documentContent(document.id);
  // Only the three kinds the service takes are shown; anything else could bring its own script.
  const shown = SHOWN.includes(document.mediaType);
  const blob = new Blob([bytes], { type: shown ? document.mediaType : 'application/octet-stream' });
  const address = URL.createObjectURL(blob);
  const opened = shown ? window.open(address, '_blank') : null;
  if (opened) opened.opener = null;
  else saveBlob(blob, document.fileName);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
