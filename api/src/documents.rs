//! Supporting documents: received piece by piece, known by their content, kept outside the database under their hash.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use tokio::io::AsyncWriteExt;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::application;
use crate::clock::{Instant, Stamp};
use crate::failure::Failure;
use crate::identity::{Actor, Permission};
use crate::origin::application::{ApplicationAction, next};
use crate::origin::event::{By, Happening, RecordKind};
use crate::origin::exporter::ExporterStatus;
use crate::origin::fault::{Fault, FaultCode};
use crate::origin::media::{self, MediaType};
use crate::origin::refusal::Refusal;
use crate::origin::rules::{Reference, Rules};
use crate::store::applications::ApplicationRow;
use crate::store::documents::{self as rows, DocumentRow, Owner};
use crate::store::exporters::{self, ExporterRow};
use crate::store::{At, Conn, Id, StoreError, events};
use crate::workers::Worked;

/// No document is larger.
pub const SIZE_MAX_BYTES: u64 = 10 * 1024 * 1024;

/// No file needs more documents.
const PER_OWNER_MAX: usize = 40;

/// A document as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    pub id: Uuid,
    /// One of `/reference` `documentKinds`, or of the papers of an applicant's profile.
    #[schema(example = "commercial_invoice")]
    pub kind: String,
    #[schema(example = "facture.pdf")]
    pub file_name: String,
    #[schema(example = "application/pdf")]
    pub media_type: String,
    pub size_bytes: i64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    pub uploaded_at: DateTime<Utc>,
}

impl From<DocumentRow> for Document {
    fn from(row: DocumentRow) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind,
            file_name: row.file_name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            sha256: row.sha256,
            uploaded_at: row.uploaded_at.0,
        }
    }
}

/// A file that is arriving. It lies in a folder of its own until it is known to be good, and goes when it is dropped.
pub struct Incoming {
    file: tokio::fs::File,
    path: PathBuf,
    size: u64,
    digest: aws_lc_rs::digest::Context,
}

impl Incoming {
    /// Opens a place for a file to arrive at.
    pub async fn open(app: &App) -> Result<Self, Failure> {
        let folder = folder(app).join("incoming");
        private_folder(&folder).await?;
        let path = folder.join(app.clock.stamp().ids().make().to_string());
        let mut options = tokio::fs::OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&path).await.map_err(StoreError::from)?;
        let digest = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
        Ok(Self { file, path, size: 0, digest })
    }

    /// Takes the next piece; fails as soon as there is too much.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), Failure> {
        self.size += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if self.size > SIZE_MAX_BYTES {
            return Err(Failure::TooLarge { limit_bytes: SIZE_MAX_BYTES });
        }
        self.digest.update(piece);
        self.file.write_all(piece).await.map_err(StoreError::from)?;
        Ok(())
    }

    /// Looks at what arrived and puts it durably under its hash.
    async fn keep(mut self, app: &App) -> Result<Kept, Failure> {
        let bytes = self.arrived().await?;
        let media = media::recognise(&bytes).ok_or(Failure::UnsupportedMedia)?;
        drop(bytes);
        let (sha256, size) = self.put_away(app).await?;
        Ok(Kept { media, sha256, size })
    }

    /// What has arrived, to be looked at before it is kept.
    pub async fn arrived(&mut self) -> Result<Vec<u8>, Failure> {
        self.file.flush().await.map_err(StoreError::from)?;
        self.file.sync_all().await.map_err(StoreError::from)?;
        Ok(tokio::fs::read(&self.path).await.map_err(StoreError::from)?)
    }

    /// Puts what arrived durably under its hash; gives the hash and the size in bytes. Whoever calls has looked at it.
    pub async fn put_away(self, app: &App) -> Result<(String, i64), Failure> {
        let sha256 = hex::encode(self.digest.clone().finish().as_ref());
        let target = place(app, &sha256)?;
        let parent = target.parent().unwrap_or(Path::new(".")).to_owned();
        private_folder(&parent).await?;
        // The same bytes have the same place: replacing them changes nothing.
        tokio::fs::rename(&self.path, &target).await.map_err(StoreError::from)?;
        sync_folder(parent).await?;
        Ok((sha256, i64::try_from(self.size).unwrap_or(i64::MAX)))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // After `keep` there is nothing left at this place, which is as it should be.
        drop(std::fs::remove_file(&self.path));
    }
}

/// A file that lies where it will stay.
struct Kept {
    media: MediaType,
    sha256: String,
    size: i64,
}

/// The bytes kept under a hash.
pub async fn kept_bytes(app: &App, sha256: &str) -> Result<Vec<u8>, Failure> {
    let read = tokio::fs::read(place(app, sha256)?).await;
    Ok(read.map_err(|error| StoreError::Corrupt(format!("the bytes under {sha256}: {error}")))?)
}

fn folder(app: &App) -> PathBuf {
    app.settings.data.join("documents")
}

/// `ab/cd/<sha256>`, so that no folder holds too many.
fn place(app: &App, sha256: &str) -> Result<PathBuf, StoreError> {
    let (Some(first), Some(second)) = (sha256.get(..2), sha256.get(2..4)) else {
        return Err(StoreError::Corrupt("a document without its hash".into()));
    };
    Ok(folder(app).join(first).join(second).join(sha256))
}

async fn private_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = tokio::fs::DirBuilder::new();
    Ok(builder.recursive(true).mode(0o700).create(path).await?)
}

/// Makes the names in a folder survive a power cut, and those of the two folders above it that may be new.
async fn sync_folder(path: PathBuf) -> Result<(), StoreError> {
    off_thread(move || path.ancestors().take(3).try_for_each(|folder| std::fs::File::open(folder)?.sync_all())).await
}

/// Whether the caller may add to or take from this owner now; asked before the bytes are read, and again in the write.
pub async fn may_change(app: &App, actor: &Actor, owner: Owner) -> Result<(), Failure> {
    let actor = actor.clone();
    app.db.read(move |conn| changeable(conn, &actor, owner).map(|_| ())).await
}

/// What of an owner decides about its documents.
enum Seen {
    Application(Box<ApplicationRow>),
    Exporter(Box<ExporterRow>),
}

/// The owner of documents, when the caller may see it; for others it does not exist.
fn visible(conn: &mut Conn, actor: &Actor, owner: Owner) -> Result<Seen, Failure> {
    match owner {
        Owner::Application(_) if !actor.role.may(Permission::ReadApplications) => Err(Failure::NotFound),
        Owner::Application(id) => Ok(Seen::Application(Box::new(application::visible(conn, actor, id)?))),
        Owner::Exporter(id) => {
            let office = actor.role.is_staff() && actor.role.may(Permission::ReadExporters);
            if actor.exporter_id != Some(id) && !office {
                return Err(Failure::NotFound);
            }
            Ok(Seen::Exporter(Box::new(exporters::find(conn, id)?)))
        }
    }
}

/// The owner, when the caller may change its documents: with the right that changing the owner itself asks for.
fn changeable(conn: &mut Conn, actor: &Actor, owner: Owner) -> Result<Seen, Failure> {
    let seen = visible(conn, actor, owner)?;
    let (firm, permission) = match &seen {
        Seen::Application(row) => (row.exporter_id.0, Permission::Apply),
        Seen::Exporter(row) => (row.id.0, Permission::RegisterFirm),
    };
    if actor.exporter_id != Some(firm) || !actor.role.may(permission) {
        return Err(Failure::Forbidden);
    }
    match &seen {
        Seen::Application(row) if next(row.status, ApplicationAction::Edit).is_none() => {
            Err(Refusal::DocumentLocked.into())
        }
        Seen::Application(_) | Seen::Exporter(_) => Ok(seen),
    }
}

/// Whether one more document of this kind may be added to this owner now.
fn addable(conn: &mut Conn, actor: &Actor, owner: Owner, (kind, rules): (&str, &Rules)) -> Result<(), Failure> {
    let profile = match changeable(conn, actor, owner)? {
        Seen::Application(_) => None,
        Seen::Exporter(row) => Some(row.profile),
    };
    check_kind(rules.reference(), profile.as_deref(), kind)?;
    if rows::of_owner(conn, owner.kind(), owner.id())?.len() >= PER_OWNER_MAX {
        return Err(Refusal::TooManyDocuments.into());
    }
    Ok(())
}

/// Whether this kind of document belongs to this owner.
fn check_kind(reference: &Reference, profile: Option<&str>, kind: &str) -> Result<(), Failure> {
    let known = match profile {
        None => reference.document_kind(kind).is_some(),
        Some(profile) => {
            let papers = reference.profile(profile).map(|p| p.papers.as_slice()).unwrap_or_default();
            kind == "other" || papers.iter().any(|paper| paper.kind == kind)
        }
    };
    if known { Ok(()) } else { Err(Fault::at("/kind", FaultCode::UnknownValue).into()) }
}

/// Adds a document whose bytes have arrived. They are durable before the database knows of them; what is refused is not kept.
pub async fn add(
    app: &App,
    actor: Actor,
    owner: Owner,
    (kind, file_name, incoming): (String, String, Incoming),
) -> Result<Document, Failure> {
    let (person, word, rules) = (actor.clone(), kind.clone(), app.rules.clone());
    app.db.read(move |conn| addable(conn, &person, owner, (&word, &rules))).await?;
    let kept = incoming.keep(app).await?;
    let (stamp, rules) = (app.clock.stamp(), app.rules.clone());
    app.db
        .write(move |conn| {
            addable(conn, &actor, owner, (&kind, &rules))?;
            let row = new_row(&actor, owner, (&kind, &file_name), &kept, stamp);
            rows::insert(conn, &row)?;
            note(conn, &actor, owner, &row, "add_document", stamp.now)?;
            Ok(Document::from(row))
        })
        .await
}

/// Adds a document whose bytes are those of another one, which are therefore kept already.
pub(crate) fn add_same(
    conn: &mut Conn,
    actor: &Actor,
    owner: Owner,
    (kind, file_name): (&str, &str),
    (other, stamp): (&Document, Stamp),
) -> Result<(), Failure> {
    let media = MediaType::ALL.iter().find(|media| media.as_str() == other.media_type).copied();
    let media = media.ok_or(Failure::UnsupportedMedia)?;
    let kept = Kept { media, sha256: other.sha256.clone(), size: other.size_bytes };
    let row = new_row(actor, owner, (kind, file_name), &kept, stamp);
    rows::insert(conn, &row)?;
    Ok(note(conn, actor, owner, &row, "add_document", stamp.now)?)
}

fn new_row(actor: &Actor, owner: Owner, (kind, name): (&str, &str), kept: &Kept, stamp: Stamp) -> DocumentRow {
    DocumentRow {
        id: Id(stamp.ids().make()),
        owner_kind: owner.kind().to_owned(),
        owner_id: Id(owner.id()),
        kind: kind.to_owned(),
        file_name: media::safe_name(name, kept.media),
        media_type: kept.media.as_str().to_owned(),
        size_bytes: kept.size,
        sha256: kept.sha256.clone(),
        uploaded_by: Id(actor.account_id),
        uploaded_at: At(stamp.now),
        removed_at: None,
    }
}

/// Writes into the owner's history. The file's name may be personal and stays out.
fn note(
    conn: &mut Conn,
    actor: &Actor,
    owner: Owner,
    row: &DocumentRow,
    action: &'static str,
    now: Instant,
) -> Result<(), StoreError> {
    let (kind, label) = match owner {
        Owner::Exporter(id) => (RecordKind::Exporter, crate::registration::exporters::label(id)),
        Owner::Application(id) => (RecordKind::Application, rows::application_reference(conn, id)?),
    };
    let data = serde_json::json!({ "document": row.id.0, "kind": row.kind, "sha256": row.sha256 });
    let happening = Happening::new(kind, owner.id(), label, By::from(actor), action).with(data);
    events::append(conn, &happening, now)?;
    Ok(())
}

/// A document and the place of its bytes, for those who may see its owner; for others it does not exist.
pub async fn open(app: &App, actor: Actor, id: Uuid) -> Result<(Document, tokio::fs::File), Failure> {
    let row = app
        .db
        .read(move |conn| {
            let row = rows::find(conn, id)?;
            visible(conn, &actor, row.owner()?)?;
            Ok::<_, Failure>(row)
        })
        .await?;
    let path = place(app, &row.sha256)?;
    let file = tokio::fs::File::open(path).await;
    let file = file.map_err(|e| StoreError::Corrupt(format!("the bytes of document {}: {e}", row.id.0)))?;
    Ok((Document::from(row), file))
}

/// Whether an officer has verified on the firm's papers.
const fn was_verified(status: ExporterStatus) -> bool {
    match status {
        ExporterStatus::Verified | ExporterStatus::Suspended => true,
        ExporterStatus::Pending | ExporterStatus::Rejected => false,
    }
}

/// Takes a document off its owner, while it may still change. What an officer has verified on stays.
pub async fn remove(app: &App, actor: Actor, id: Uuid) -> Result<(), Failure> {
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let row = rows::find(conn, id)?;
            let owner = row.owner()?;
            let seen = changeable(conn, &actor, owner)?;
            if matches!(&seen, Seen::Exporter(firm) if was_verified(firm.status)) {
                return Err(Refusal::DocumentLocked.into());
            }
            if !rows::remove(conn, row.id, now)? {
                return Err(Failure::NotFound);
            }
            Ok(note(conn, &actor, owner, &row, "remove_document", now)?)
        })
        .await
}

/// A stored file that no document names is left alone for so long: its document may be about to be written.
const ORPHANED_AFTER: TimeDelta = TimeDelta::hours(1);
/// No upload takes longer; what has lain among the arriving files for so long was left there by a crash.
const ABANDONED_AFTER: TimeDelta = TimeDelta::hours(24);

/// One turn of the worker: frees the bytes of removed documents, and those of uploads that came to nothing.
pub async fn sweep(app: &App) -> Result<Worked, Failure> {
    let (root, now) = (folder(app), app.clock.now());
    let mut swept = drop_abandoned(root.join("incoming"), now).await?;
    for part in off_thread(move || names(&root)).await? {
        // `ab`, under which all hashes lie that begin so: few enough to be looked at in one go.
        if part.file_name().is_some_and(|name| name.len() == 2) {
            swept += sweep_part(app, part, now).await?;
        }
    }
    if swept > 0 {
        tracing::info!(swept, "freed files that no document names");
    }
    Ok(if swept == 0 { Worked::Nothing } else { Worked::Some })
}

async fn drop_abandoned(incoming: PathBuf, now: Instant) -> Result<usize, StoreError> {
    let before = now - ABANDONED_AFTER;
    off_thread(move || {
        let abandoned = older(names(&incoming)?, before)?;
        abandoned.iter().try_for_each(std::fs::remove_file)?;
        Ok(abandoned.len())
    })
    .await
}

async fn sweep_part(app: &App, part: PathBuf, now: Instant) -> Result<usize, Failure> {
    let before = now - ORPHANED_AFTER;
    let listed = move || {
        let folders = names(&part)?.into_iter().map(|folder| names(&folder)).collect::<std::io::Result<Vec<_>>>()?;
        older(folders.concat(), before)
    };
    let mut swept = 0;
    for file in unnamed(app, off_thread(listed).await?).await? {
        swept += usize::from(free(app, file, before).await?);
    }
    Ok(swept)
}

/// Those of these files that no document names.
async fn unnamed(app: &App, files: Vec<PathBuf>) -> Result<Vec<PathBuf>, StoreError> {
    let mut unnamed = Vec::new();
    for batch in files.chunks(LOOKED_UP_AT_ONCE) {
        let batch = batch.to_vec();
        let hashes: Vec<String> = batch.iter().map(|file| hash_of(file)).collect();
        let named = app.db.read(move |conn| rows::named(conn, &hashes)).await?;
        unnamed.extend(batch.into_iter().filter(|file| !named.contains(&hash_of(file))));
    }
    Ok(unnamed)
}

/// How many hashes the store is asked about in one go.
const LOOKED_UP_AT_ONCE: usize = 500;

fn hash_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Takes a file away that no document names; false when it is needed after all.
///
/// The same bytes may arrive at this very moment. So the file is moved aside first, and looked at and asked about again where nobody
/// can replace it any more: what is young or named goes back.
async fn free(app: &App, file: PathBuf, before: Instant) -> Result<bool, Failure> {
    let aside = folder(app).join("incoming").join(format!("{}.unnamed", app.clock.stamp().ids().make()));
    private_folder(&folder(app).join("incoming")).await?;
    let (from, to) = (file.clone(), aside.clone());
    let is_old = off_thread(move || {
        std::fs::rename(&from, &to)?;
        Ok(!older(vec![to], before)?.is_empty())
    });
    let unneeded = is_old.await? && !unnamed(app, vec![file.clone()]).await?.is_empty();
    off_thread(move || {
        if !unneeded
            && let Err(error) = std::fs::hard_link(&aside, &file)
            && error.kind() != ErrorKind::AlreadyExists
        {
            return Err(error);
        }
        std::fs::remove_file(&aside)
    })
    .await?;
    Ok(unneeded)
}

/// What is in a folder; nothing when there is no such folder.
fn names(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The files last written before this moment.
fn older(files: Vec<PathBuf>, before: Instant) -> std::io::Result<Vec<PathBuf>> {
    let mut old = Vec::new();
    for file in files {
        match std::fs::metadata(&file).and_then(|known| known.modified()) {
            Ok(written) if DateTime::<Utc>::from(written) < before => old.push(file),
            Ok(_) => {}
            // Somebody else took it.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(old)
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, StoreError> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(|e| StoreError::Unavailable(e.to_string()))??)
}
