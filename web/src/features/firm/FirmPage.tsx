import type { Exporter, ProfileReference, StoredDocument } from '@api/types';
import { useState } from 'preact/hooks';
import { openDocument, startUpload } from '~/lib/api/files.ts';
import { getExporter, getReference, removeDocument } from '~/lib/api/index.ts';
import { formatDate } from '~/lib/dates/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { EXPORTER_TONES, exporterStatus } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { account } from '~/lib/session/index.ts';
import { Badge, Banner, ButtonLink, EmptyState, FileSlot, Loaded, Page, problemText, SummaryList } from '~/ui/index.ts';
import { missingPapers } from './firm-model.ts';
import { t } from './texts.ts';

function StatusBanner({ firm, missing }: { firm: Exporter; missing: number }) {
  const tone = firm.status === 'rejected' ? 'error' : 'warning';
  if (firm.status === 'verified') return null;
  return (
    <Banner tone={firm.status === 'pending' ? 'info' : tone} title={t(`status.${firm.status}.title`)}>
      <p>{t(`status.${firm.status}`)}</p>
      {firm.statusReason && <p>{t('status.reason', { reason: firm.statusReason })}</p>}
      {firm.status === 'pending' && missing > 0 && <p>{t('papers.missing', { n: missing })}</p>}
    </Banner>
  );
}

function Papers({ firm, profile, onChanged }: { firm: Exporter; profile: ProfileReference; onChanged: () => void }) {
  const [problem, setProblem] = useState<Problem>();
  const guard = (work: Promise<unknown>) => work.then(onChanged, (thrown: unknown) => setProblem(asProblem(thrown)));
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{t('papers')}</h2>
      <p>{t('papers.intro')}</p>
      {problem && (
        <Banner tone="error" live>
          <p>{problemText(problem).detail ?? problemText(problem).title}</p>
        </Banner>
      )}
      {profile.papers.map((paper) => (
        <FileSlot
          key={paper.kind}
          id={`paper-${paper.kind}`}
          title={say(paper.name)}
          required={paper.required}
          level={3}
          documents={firm.documents.filter((document) => document.kind === paper.kind)}
          editable
          start={(file, onProgress) => startUpload(`/exporters/${firm.id}/documents`, paper.kind, file, onProgress)}
          onAdded={onChanged}
          onRemove={(document: StoredDocument) => guard(removeDocument(document.id))}
          onView={(document) => void openDocument(document).catch((thrown: unknown) => setProblem(asProblem(thrown)))}
        />
      ))}
    </section>
  );
}

function FirmView(props: { firm: Exporter; profile: ProfileReference; onChanged: () => void }) {
  const { firm, profile } = props;
  const mayEdit = account.value?.role === 'exporter_administrator';
  const identifiers = profile.identifiers
    .filter((identifier) => firm.identifiers[identifier.kind])
    .map((identifier) => ({
      key: say(identifier.name),
      value: <span class="mono">{firm.identifiers[identifier.kind]}</span>,
    }));
  const address = [firm.address.street, firm.address.city, firm.address.region].filter(Boolean).join(', ');
  return (
    <Page
      title={firm.name}
      caption={<Badge tone={EXPORTER_TONES[firm.status]}>{exporterStatus(firm.status)}</Badge>}
      actions={
        mayEdit && (
          <div class="row">
            <ButtonLink href="/app/entreprise/modifier" kind="secondary">
              {t('edit')}
            </ButtonLink>
            <ButtonLink href="/app/entreprise/equipe" kind="secondary">
              {t('members')}
            </ButtonLink>
          </div>
        )
      }
    >
      <StatusBanner firm={firm} missing={missingPapers(profile, firm).length} />
      <SummaryList
        rows={[
          { key: t('profile.short'), value: say(profile.name) },
          ...(firm.tradeName ? [{ key: t('tradeName'), value: firm.tradeName }] : []),
          ...identifiers,
          { key: t('address'), value: address },
          { key: t('phone'), value: firm.phone },
          ...(firm.email ? [{ key: t('email'), value: firm.email }] : []),
          ...(firm.verifiedAt ? [{ key: t('verifiedAt'), value: formatDate(firm.verifiedAt) }] : []),
        ]}
      />
      {mayEdit && <Papers {...props} />}
    </Page>
  );
}

export default function FirmPage() {
  const id = account.value?.exporterId ?? '';
  const loaded = useLoad(async () => {
    if (!id) return null;
    const [firm, reference] = await Promise.all([getExporter(id), getReference()]);
    return { firm, profile: reference.applicantProfiles.find((profile) => profile.code === firm.profile) };
  }, [id]);
  return (
    <Loaded from={loaded} title={t('title')}>
      {(found) =>
        found?.profile ? (
          <FirmView firm={found.firm} profile={found.profile} onChanged={loaded.reload} />
        ) : (
          <Page title={t('title')}>
            <EmptyState title={t('empty')}>
              <p>{t('empty.detail')}</p>
              <ButtonLink href="/app/entreprise/inscription">{t('register.start')}</ButtonLink>
            </EmptyState>
          </Page>
        )
      }
    </Loaded>
  );
}
