import type { StoredDocument } from '@api/types';
import { type Upload, upload } from '~/lib/net/upload.ts';
import { freshToken } from '~/lib/session/index.ts';
import { documentContent } from './index.ts';

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
 * Hands over a protected document. A link of its own could not send the session's token, so the file is fetched here
 * and saved under its name, which every phone can then open.
 */
export async function openDocument(document: StoredDocument): Promise<void> {
  saveBlob(await documentContent(document.id), document.fileName);
}
