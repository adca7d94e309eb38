//! Supporting documents: upload as it streams in, download for those who may, removal.

use std::cell::Cell;
use std::future::{Ready, ready};
use std::rc::Rc;
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, get, post};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use tokio::io::AsyncReadExt;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::caller::{Caller, right};
use super::problem::Problem;
use crate::app::App;
pub use crate::documents::Document as DocumentView;
use crate::documents::{self, Document, Incoming};
use crate::identity::Actor;
use crate::origin::fault::{Fault, FaultCode, Faults};
use crate::origin::media;
use crate::store::documents::Owner;
use crate::text::Text;

/// A word like `commercial_invoice` needs no more.
const KIND_MAX_BYTES: usize = 64;
/// A whole upload: the file, and some room for the other part and what stands between them.
const UPLOAD_MAX_BYTES: usize = 10 * 1024 * 1024 + 64 * 1024;
/// What is read and thrown away of an upload that is refused, so that its sender can read why.
const DRAINED_MAX_BYTES: usize = 32 * 1024 * 1024;
/// A sender who is silent for so long has gone. Where the network is slow it is not silent.
const SILENCE_MAX: Duration = Duration::from_secs(30);
const PIECE_BYTES: usize = 64 * 1024;

/// Every route of this file.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_exporter_document)
        .service(create_application_document)
        .service(get_document_content)
        .service(delete_document);
}

/// A document as sent, in two parts.
#[derive(ToSchema)]
#[schema(as = DocumentUpload)]
#[expect(dead_code, reason = "only describes the parts; they are read as they stream in")]
pub struct DocumentUpload {
    /// What the document is.
    #[schema(example = "commercial_invoice")]
    kind: String,
    /// A PDF, JPEG or PNG of at most 10 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Adds a paper to one's firm.
#[utoipa::path(
    tag = "documents", security(("bearer" = [])), params(("id" = Uuid, Path)),
    request_body(content = DocumentUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = Document)),
)]
#[post("/exporters/{id}/documents")]
pub async fn create_exporter_document(
    app: Data<App>,
    caller: Caller<right::BeSignedIn>,
    id: Path<Uuid>,
    parts: Parts,
) -> Result<HttpResponse, Problem> {
    receive(&app, caller.actor, Owner::Exporter(*id), parts).await
}

/// Adds a document to an application that is a draft or was returned.
#[utoipa::path(
    tag = "documents", security(("bearer" = [])), params(("id" = Uuid, Path)),
    request_body(content = DocumentUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = Document)),
)]
#[post("/applications/{id}/documents")]
pub async fn create_application_document(
    app: Data<App>,
    caller: Caller<right::BeSignedIn>,
    id: Path<Uuid>,
    parts: Parts,
) -> Result<HttpResponse, Problem> {
    receive(&app, caller.actor, Owner::Application(*id), parts).await
}

/// The bytes of a document, for the firm it belongs to and for the officers who read its file.
#[utoipa::path(
    tag = "documents", security(("bearer" = [])), params(("id" = Uuid, Path)),
    responses((status = 200, description = "The file", content(
        (Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png")
    ))),
)]
#[get("/documents/{id}/content")]
pub async fn get_document_content(
    app: Data<App>,
    caller: Caller<right::BeSignedIn>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let (document, file) = documents::open(&app, caller.actor, *id).await?;
    Ok(HttpResponse::Ok()
        .content_type(document.media_type)
        .insert_header(("Content-Disposition", media::disposition(&document.file_name)))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        // Even if a browser were led to show it as a page, nothing in it could run or load.
        .insert_header(("Content-Security-Policy", "default-src 'none'; sandbox"))
        .insert_header(("Cache-Control", "private, no-store"))
        .no_chunking(u64::try_from(document.size_bytes).unwrap_or(0))
        .streaming(pieces(file)))
}

/// Takes a document off its draft, returned application or unverified firm.
#[utoipa::path(tag = "documents", security(("bearer" = [])), params(("id" = Uuid, Path)), responses((status = 204, description = "Removed")))]
#[delete("/documents/{id}")]
pub async fn delete_document(
    app: Data<App>,
    caller: Caller<right::BeSignedIn>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    documents::remove(&app, caller.actor, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A file, piece by piece.
fn pieces(file: tokio::fs::File) -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0_u8; PIECE_BYTES];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(piece), file)))
    })
}

/// The parts of an upload. The framework's stream must not be asked again once it has ended or failed.
pub struct Parts {
    stream: Multipart,
    /// How many bytes may still come.
    room: Rc<Cell<usize>>,
    over: bool,
}

impl FromRequest for Parts {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let room = Rc::new(Cell::new(UPLOAD_MAX_BYTES));
        let bytes = bounded(payload.take(), Rc::clone(&room), SILENCE_MAX);
        ready(Ok(Self { stream: Multipart::new(request.headers(), bytes), room, over: false }))
    }
}

/// What is sent, as long as it keeps coming and there is room for it.
fn bounded<S>(sent: S, room: Rc<Cell<usize>>, silence: Duration) -> impl Stream<Item = Result<Bytes, PayloadError>>
where
    S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
{
    stream::try_unfold((sent, room), move |(mut sent, room)| async move {
        let next = tokio::time::timeout(silence, sent.next()).await;
        let next = next.map_err(|_| PayloadError::Io(std::io::ErrorKind::TimedOut.into()))?;
        let Some(piece) = next.transpose()? else { return Ok(None) };
        room.set(room.get().checked_sub(piece.len()).ok_or(PayloadError::Overflow)?);
        Ok(Some((piece, (sent, room))))
    })
}

impl Parts {
    pub(super) async fn next(&mut self) -> Result<Option<Field>, Problem> {
        if self.over {
            return Ok(None);
        }
        let next = self.stream.try_next().await;
        self.over = !matches!(next, Ok(Some(_)));
        next.map_err(cut)
    }
}

async fn receive(app: &App, actor: Actor, owner: Owner, mut parts: Parts) -> Result<HttpResponse, Problem> {
    let received = match documents::may_change(app, &actor, owner).await {
        Ok(()) => read_parts(app, &mut parts).await,
        Err(refused) => Err(refused.into()),
    };
    let upload = match received {
        Ok(upload) => upload,
        Err(problem) => {
            drain(parts).await;
            return Err(problem);
        }
    };
    let document = documents::add(app, actor, owner, upload).await?;
    Ok(HttpResponse::Created().insert_header(("Cache-Control", "no-store")).json(document))
}

/// The kind, the file's name and the file. Nothing is read behind a part that should not be there.
async fn read_parts(app: &App, parts: &mut Parts) -> Result<(String, String, Incoming), Problem> {
    let (mut kind, mut file) = (None, None);
    let mut faults = Faults::default();
    while let Some(mut part) = parts.next().await? {
        match part.name().unwrap_or_default().to_owned().as_str() {
            "kind" if kind.is_none() => kind = Some(read_word(&mut part, "/kind").await?),
            "file" if file.is_none() => file = Some(read_file(app, &mut part).await?),
            name @ ("kind" | "file") => {
                return Err(Problem::invalid(vec![Fault::at(format!("/{name}"), FaultCode::Duplicate)]));
            }
            _ => return Err(Problem::invalid(vec![Fault::at("", FaultCode::Unreadable { why: "kind, file".into() })])),
        }
    }
    let kind = faults.text("/kind", kind.as_deref(), KIND_MAX_BYTES);
    if file.is_none() {
        faults.add("/file", FaultCode::Required);
    }
    let both = kind.zip(file).map(|(kind, (name, incoming))| (kind, name, incoming));
    faults.finish(both).map_err(Problem::invalid)
}

/// A short part of an upload, named as its faults name it.
pub(super) async fn read_word(part: &mut Field, pointer: &'static str) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.try_next().await.map_err(cut)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > KIND_MAX_BYTES {
            return Err(Problem::invalid(vec![Fault::at(pointer, FaultCode::TooLong { max: KIND_MAX_BYTES })]));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(super) async fn read_file(app: &App, part: &mut Field) -> Result<(String, Incoming), Problem> {
    let name = part.content_disposition().and_then(|d| d.get_filename()).unwrap_or_default().to_owned();
    let mut incoming = Incoming::open(app).await?;
    while let Some(piece) = part.try_next().await.map_err(cut)? {
        incoming.write(&piece).await?;
    }
    Ok((name, incoming))
}

/// Reads on for a while and forgets: a sender whose connection is cut never sees the answer.
pub(super) async fn drain(mut parts: Parts) {
    parts.room.set(DRAINED_MAX_BYTES);
    while let Ok(Some(mut part)) = parts.next().await {
        while let Ok(Some(_)) = part.try_next().await {}
    }
}

fn cut(error: MultipartError) -> Problem {
    if matches!(error, MultipartError::Payload(PayloadError::Overflow)) {
        return Problem::too_large(UPLOAD_MAX_BYTES);
    }
    tracing::debug!(%error, "an upload was cut short or malformed");
    Problem::unreadable(Text::new("L'envoi est interrompu ou mal formé.", "The upload was cut short or is malformed."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(length: usize) -> Result<Bytes, PayloadError> {
        Ok(Bytes::from(vec![0; length]))
    }

    #[tokio::test]
    async fn an_upload_has_an_end_whatever_is_sent() {
        let room = Rc::new(Cell::new(10));
        let mut taken = Box::pin(bounded(stream::repeat_with(|| piece(4)), room, SILENCE_MAX));
        assert!(taken.next().await.unwrap().is_ok());
        assert!(taken.next().await.unwrap().is_ok());
        assert!(matches!(taken.next().await, Some(Err(PayloadError::Overflow))));
        assert!(taken.next().await.is_none());
    }

    #[tokio::test]
    async fn a_sender_who_falls_silent_is_not_waited_for() {
        let sent = stream::iter([piece(1)]).chain(stream::pending());
        let mut taken = Box::pin(bounded(sent, Rc::new(Cell::new(10)), Duration::from_millis(1)));
        assert!(taken.next().await.unwrap().is_ok());
        assert!(matches!(taken.next().await, Some(Err(PayloadError::Io(_)))));
    }
}
