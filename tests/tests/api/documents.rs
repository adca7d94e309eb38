//! Papers: what is accepted, who may read them, when they may go.

use std::path::{Path, PathBuf};

use boyoro::identity::Role;
use boyoro_tests::{Answer, Caller, TestApp, both_engines};
use chrono::TimeDelta;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn upload(caller: &Caller, path: &str, kind: &str, name: &str, bytes: Vec<u8>) -> Answer {
    let file = Part::bytes(bytes).file_name(name.to_owned());
    let form = Form::new().text("kind", kind.to_owned()).part("file", file);
    caller.send(caller.request(Method::POST, path).multipart(form)).await
}

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend([0, 0, 2, 0, 0, 0, 2, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

/// A firm just registered, and where its papers go.
async fn pending(app: &TestApp) -> (Caller, String) {
    let caller = app.person(Role::ExporterAdministrator, None).await;
    let firm = json!({ "profile": "artisan", "name": "Bogolan Ségou", "identifiers": { "craft_card": "CPM-SEG-2210" },
        "address": { "street": "Marché", "city": "Ségou", "country": "ML" }, "phone": "66778899" });
    let id = caller.post("exporters", &firm).await.expect(201)["id"].as_str().expect("an id").to_owned();
    (caller, format!("exporters/{id}"))
}

/// A document unlike those of other numbers.
fn numbered(n: u8) -> Vec<u8> {
    [b"%PDF-1.7\n".to_vec(), format!("% {n}\n").into_bytes(), PDF[9..].to_vec()].concat()
}

/// Every file kept under its hash.
fn files(app: &TestApp) -> Vec<PathBuf> {
    let root = app.app.settings.data.join("documents");
    let below =
        |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    let hashed = |path: &PathBuf| !path.ends_with("incoming");
    below(root).filter(hashed).flat_map(below).flat_map(below).collect()
}

fn stored(app: &TestApp) -> usize {
    files(app).len()
}

/// Makes a file look as if it was last written then.
fn written(file: &Path, at: boyoro::clock::Instant) {
    let file = std::fs::File::open(file).expect("a file");
    file.set_modified(at.into()).expect("a time can be set");
}

both_engines! {
    async fn a_paper_is_kept_whole_and_given_back_safely(app: TestApp) {
        let (caller, firm) = pending(&app).await;
        let made = upload(&caller, &format!("{firm}/documents"), "craft_card_copy", "carte été.pdf", PDF.to_vec()).await.expect(201);
        assert_eq!((&made["mediaType"], &made["sizeBytes"]), (&json!("application/pdf"), &json!(PDF.len())));
        assert_eq!(made["fileName"], "carte été.pdf");
        let sha = made["sha256"].as_str().expect("a hash");
        let stored = app.app.settings.data.join("documents").join(&sha[..2]).join(&sha[2..4]).join(sha);
        assert_eq!(std::fs::read(stored).expect("the file is under its hash"), PDF);
        assert_eq!(caller.get(&firm).await.expect(200)["documents"][0], made);

        let path = format!("documents/{}/content", made["id"].as_str().expect("an id"));
        for reader in [&caller, &app.examiner().await, &app.administrator().await] {
            let answer = reader.get(&path).await;
            answer.expect(200);
            assert_eq!(answer.bytes, PDF);
            assert_eq!(answer.header("content-type"), "application/pdf");
            assert_eq!(answer.header("content-disposition"),
                "attachment; filename=\"carte _t_.pdf\"; filename*=UTF-8''carte%20%C3%A9t%C3%A9.pdf");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
            assert_eq!(answer.header("content-length"), PDF.len().to_string());
        }
        for stranger in [app.exporter().await, app.caller(Role::ExporterClerk).await, app.customs().await] {
            stranger.get(&path).await.problem(404, "not_found");
        }
        app.anyone().get(&path).await.problem(401, "unauthenticated");
    }

    async fn what_a_file_is_decides_and_not_its_name(app: TestApp) {
        let (caller, firm) = pending(&app).await;
        let path = format!("{firm}/documents");
        for (name, bytes) in [
            ("programme.pdf", b"MZ\x90\0\x03\0\0\0".to_vec()),
            ("page.pdf", b"<html><script>alert(1)</script></html>".to_vec()),
            ("dessin.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
            ("vide.pdf", Vec::new()),
            ("coupe.pdf", PDF[..20].to_vec()),
        ] {
            upload(&caller, &path, "other", name, bytes).await.problem(422, "unsupported_media");
        }
        let renamed = upload(&caller, &path, "other", "photo.pdf", png()).await.expect(201);
        assert_eq!((&renamed["mediaType"], &renamed["fileName"]), (&json!("image/png"), &json!("photo.pdf.png")));
        let outside = upload(&caller, &path, "other", "../../../etc/cron.d/x.pdf", PDF.to_vec()).await.expect(201);
        assert_eq!(outside["fileName"], "x.pdf");
    }

    async fn a_file_that_is_too_large_is_refused_and_leaves_nothing(app: TestApp) {
        let (caller, firm) = pending(&app).await;
        let mut large = PDF.to_vec();
        large.resize(10 * 1024 * 1024 + 1, b'x');
        upload(&caller, &format!("{firm}/documents"), "other", "gros.pdf", large).await.problem(413, "too_large");
        let incoming = std::fs::read_dir(app.app.settings.data.join("documents/incoming")).expect("a folder");
        assert_eq!(incoming.count(), 0);
        let mut largest = PDF.to_vec();
        largest.splice(9..9, std::iter::repeat_n(b'%', 10 * 1024 * 1024 - PDF.len()));
        upload(&caller, &format!("{firm}/documents"), "other", "juste.pdf", largest).await.expect(201);
    }

    async fn the_parts_of_an_upload_are_checked(app: TestApp) {
        let (caller, firm) = pending(&app).await;
        let path = format!("{firm}/documents");
        let answer = upload(&caller, &path, "rccm_extract", "a.pdf", PDF.to_vec()).await;
        answer.problem(422, "invalid");
        assert_eq!(answer.pointers(), ["/kind"]);
        let empty = caller.send(caller.request(Method::POST, &path).multipart(Form::new().text("x", "y"))).await;
        empty.problem(422, "invalid");
        assert_eq!(empty.pointers(), [""]);
        let twice = Form::new().text("kind", "other").text("kind", "other");
        let twice = caller.send(caller.request(Method::POST, &path).multipart(twice)).await;
        assert_eq!(twice.pointers(), ["/kind"]);
        let nothing = Form::new().text("kind", "");
        let nothing = caller.send(caller.request(Method::POST, &path).multipart(nothing)).await;
        assert_eq!(nothing.pointers(), ["/kind", "/file"]);
        let reversed = Form::new().part("file", Part::bytes(PDF).file_name("a.pdf")).text("kind", "other");
        caller.send(caller.request(Method::POST, &path).multipart(reversed)).await.expect(201);
        let json = caller.post(&path, &json!({ "kind": "other" })).await;
        assert!((400..=415).contains(&json.status), "{}", json.text());
        json.assert_problem();
        upload(&app.exporter().await, &path, "other", "a.pdf", PDF.to_vec()).await.problem(404, "not_found");
        upload(&app.examiner().await, &path, "other", "a.pdf", PDF.to_vec()).await.problem(403, "forbidden");
    }

    async fn what_is_refused_is_not_kept(app: TestApp) {
        let (caller, firm) = pending(&app).await;
        let path = format!("{firm}/documents");
        upload(&caller, &path, "rccm_extract", "a.pdf", PDF.to_vec()).await.problem(422, "invalid");
        assert_eq!(stored(&app), 0);
        for n in 0..40 {
            upload(&caller, &path, "other", "a.pdf", numbered(n)).await.expect(201);
        }
        upload(&caller, &path, "other", "a.pdf", numbered(40)).await.problem(409, "too_many_documents");
        assert_eq!(stored(&app), 40);
    }

    async fn bytes_go_with_the_last_document_that_has_them(app: TestApp) {
        let (caller, firm) = pending(&app).await;
        let path = format!("{firm}/documents");
        let mut made = Vec::new();
        for bytes in [PDF.to_vec(), PDF.to_vec(), numbered(1)] {
            made.push(upload(&caller, &path, "other", "a.pdf", bytes).await.expect(201));
        }
        for gone in [&made[0], &made[2]] {
            caller.delete(&format!("documents/{}", gone["id"].as_str().expect("an id"))).await.expect(204);
        }
        let arriving = app.app.settings.data.join("documents/incoming/cut-short");
        std::fs::write(&arriving, b"x").expect("a file");
        for file in files(&app) {
            written(&file, app.now() - TimeDelta::minutes(59));
        }
        written(&arriving, app.now() - TimeDelta::hours(23));
        app.settle().await;
        assert_eq!(stored(&app), 2, "what is young may be about to get its document");
        app.advance(TimeDelta::hours(2));
        app.settle().await;
        assert_eq!(stored(&app), 1);
        assert!(!arriving.exists());
        let kept = format!("documents/{}/content", made[1]["id"].as_str().expect("an id"));
        assert_eq!(caller.get(&kept).await.bytes, PDF);
    }

    async fn drafts_are_the_firms_own_affair_and_its_papers_its_administrators(app: TestApp) {
        let firm = app.firm().await;
        let draft = firm.clerk.post("applications", &json!({})).await.expect(201);
        let papers = format!("applications/{}/documents", draft["id"].as_str().expect("an id"));
        let made = upload(&firm.clerk, &papers, "commercial_invoice", "f.pdf", PDF.to_vec()).await.expect(201);
        let paper = format!("documents/{}", made["id"].as_str().expect("an id"));
        for officer in [app.examiner().await, app.director().await, app.administrator().await, app.customs().await] {
            officer.get(&format!("{paper}/content")).await.problem(404, "not_found");
            officer.delete(&paper).await.problem(404, "not_found");
            upload(&officer, &papers, "commercial_invoice", "f.pdf", PDF.to_vec()).await.problem(404, "not_found");
        }
        firm.clerk.get(&format!("{paper}/content")).await.expect(200);
        let own = format!("exporters/{}/documents", firm.id);
        upload(&firm.clerk, &own, "other", "a.pdf", PDF.to_vec()).await.problem(403, "forbidden");
        upload(&firm.administrator, &own, "other", "a.pdf", PDF.to_vec()).await.expect(201);
    }

    async fn a_paper_goes_until_an_officer_has_verified_on_it(app: TestApp) {
        let (caller, firm) = pending(&app).await;
        let first = upload(&caller, &format!("{firm}/documents"), "other", "a.pdf", PDF.to_vec()).await.expect(201);
        let second = upload(&caller, &format!("{firm}/documents"), "craft_card_copy", "b.pdf", PDF.to_vec()).await.expect(201);
        assert_eq!(first["sha256"], second["sha256"]);
        let (first, second) = (first["id"].as_str().expect("an id"), second["id"].as_str().expect("an id"));
        app.exporter().await.delete(&format!("documents/{first}")).await.problem(404, "not_found");
        app.examiner().await.delete(&format!("documents/{first}")).await.problem(403, "forbidden");
        caller.delete(&format!("documents/{first}")).await.expect(204);
        caller.delete(&format!("documents/{first}")).await.problem(404, "not_found");
        caller.get(&format!("documents/{second}/content")).await.expect(200);
        app.examiner().await.post(&format!("{firm}/verification"), &json!({})).await.expect(200);
        caller.delete(&format!("documents/{second}")).await.problem(409, "document_locked");
        let events = caller.get(&format!("{firm}/timeline")).await.expect(200);
        let actions: Vec<&str> = events["items"].as_array().into_iter().flatten().filter_map(|e| e["action"].as_str()).collect();
        assert_eq!(actions, ["register", "add_document", "add_document", "remove_document", "verify"]);
    }
}
