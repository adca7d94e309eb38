use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::origin::record::samples;
use crate::seal::cose::Reading;
use crate::seal::key::KeyRing;
use crate::seal::qr::Presented;
use crate::seal::store::FileSigner;
use crate::seal::{Signer as _, cose, test_key};

fn signer() -> FileSigner {
    FileSigner::from_pkcs8(test_key::PKCS8).unwrap()
}

fn sealed(record: &CertificateRecord) -> Vec<u8> {
    let number = record.number.parse().unwrap();
    let budget = qr::Address::new(&record.authority.verification).unwrap().budget(&number);
    cose::seal(record, "ML-APEX", record.declaration.at, budget, &signer()).unwrap()
}

fn drawn(record: &CertificateRecord) -> Vec<u8> {
    draw(record, &sealed(record)).unwrap()
}

/// Runs a Debian tool on a file; `None` when the machine lacks it.
fn run(tool: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let output = Command::new(tool).args(arguments).arg(file).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn in_folder(record: &CertificateRecord) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certificate.pdf");
    std::fs::write(&path, drawn(record)).unwrap();
    (folder, path)
}

fn holds(pdf: &[u8], needle: &[u8]) -> bool {
    pdf.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    for record in [samples::mango(), samples::cotton(), samples::many_lines(30)] {
        let seal = sealed(&record);
        let first = draw(&record, &seal).unwrap();
        assert_eq!(first, draw(&record, &seal).unwrap());
        let elsewhere = std::thread::spawn(move || draw(&record, &seal).unwrap()).join().unwrap();
        assert_eq!(first, elsewhere, "hash maps of another thread must not show");
    }
}

#[test]
fn it_is_tagged_archival_and_carries_the_record_and_the_seal() {
    let pdf = drawn(&samples::mango());
    for needle in [
        &b"%PDF-1.7"[..],
        b"pdfaid:part>3<",
        b"pdfaid:conformance>A<",
        b"pdfuaid:part>1<",
        b"(record.json)",
        b"(seal.cose)",
    ] {
        assert!(holds(&pdf, needle), "{}", String::from_utf8_lossy(needle));
    }
    assert!(pdf.len() < 200_000, "{} bytes travel over slow lines", pdf.len());
}

#[test]
fn the_printed_symbol_is_read_back_and_verifies() {
    for record in [samples::mango(), samples::cotton()] {
        let (folder, path) = in_folder(&record);
        let page = folder.path().join("page");
        let first = ["-r", "300", "-f", "1", "-l", "1", "-png", "-singlefile"];
        if Command::new("pdftoppm").args(first).arg(&path).arg(&page).status().is_err() {
            return;
        }
        let Some(read) = run("zbarimg", &["-q", "--raw"], &page.with_extension("png")) else { return };
        let Presented::Seal { address, cose } = Presented::read(&read) else { panic!("a seal: {read}") };
        assert_eq!(address.unwrap().to_string(), record.number);
        let Reading::Valid(facts) = cose::read(&cose, &KeyRing::new(vec![signer().public_key().clone()])) else {
            panic!("the signature is right")
        };
        assert_eq!(facts.record_sha256, record.sha256().unwrap());
    }
}

#[test]
fn many_lines_continue_on_further_pages_and_none_is_lost() {
    let record = samples::many_lines(60);
    let (_folder, path) = in_folder(&record);
    let Some(text) = pdf_text(&path) else { return };
    for goods in &record.goods {
        assert!(text.contains(&goods.marks), "line {} is printed", goods.line);
    }
    assert!(text.contains("Suite page 2") && text.contains("Page 1 / 6"));
}

fn pdf_text(path: &Path) -> Option<String> {
    run("pdftotext", &["-layout", "-enc", "UTF-8"], path)?;
    std::fs::read_to_string(path.with_extension("txt")).ok()
}

/// A record whose texts are as long and as strange as the form will ever see.
fn hostile() -> CertificateRecord {
    let mut record = samples::mango();
    record.exporter.name = "北京🥭 ".repeat(60);
    record.consignee.name = "W".repeat(400);
    record.consignee.address.street = "é\u{301}\u{202e}\u{0}\t".repeat(50);
    record.goods[0].description = "mot ".repeat(700);
    record.goods[0].marks = "X".repeat(900);
    record.remarks = Some("remarque ".repeat(300));
    record.goods[1].gross_weight_g = i64::from(u32::MAX) * 1_000;
    record
}

#[test]
fn hostile_texts_are_drawn_all_the_same() {
    assert!(drawn(&hostile()).starts_with(b"%PDF"));
}

/// A sample in the dress of a scheme of the rule packs: its title, form and sentences.
fn dressed(scheme: &str, mut record: CertificateRecord) -> CertificateRecord {
    let rules = crate::origin::rules::Rules::embedded().unwrap();
    let code = crate::origin::codes::SchemeCode::parse(scheme).unwrap();
    let terms = rules.scheme(&code).unwrap();
    record.number = crate::origin::number::CertificateNumber::new(scheme, 2026, 123).unwrap().to_string();
    record.scheme = scheme.into();
    record.scheme_title = terms.name.clone();
    record.document_title = terms.document_title.clone();
    record.form = terms.form.clone();
    record.wording = terms.wording.clone();
    record.valid_until = terms.valid_until(record.issued_on);
    let criterion = &terms.criteria[0];
    for line in &mut record.goods {
        line.criterion = crate::origin::record::Named { code: criterion.code.clone(), name: criterion.label.clone() };
    }
    if terms.single_product {
        record.goods.truncate(1);
    }
    record
}

#[test]
fn writes_the_samples_to_look_at() {
    let Some(folder) = std::env::var_os("BOYORO_PICTURES") else { return };
    let folder = PathBuf::from(folder);
    let mut senegal = samples::cotton();
    senegal.consignee.name = "Filatures du Cap-Vert S.A.".into();
    senegal.consignee.address.street = "Km 4,5, boulevard du Centenaire".into();
    senegal.consignee.address.city = "Dakar".into();
    senegal.consignee.address.country = crate::origin::record::Named::new("SN", "Sénégal", "Senegal");
    senegal.destination = senegal.consignee.address.country.clone();
    senegal.transport.mode = crate::origin::record::Named::new("3", "Routier", "Road");
    senegal.transport.to = "Dakar".into();
    let records = [
        ("form-zlecaf", dressed("ZLE", samples::mango())),
        ("form-uemoa", dressed("UEM", senegal.clone())),
        ("form-cedeao", dressed("CED", senegal)),
        ("form-non-preferential", dressed("NP", samples::cotton())),
        ("long", samples::many_lines(60)),
        ("hostile", hostile()),
    ];
    for (name, record) in records {
        std::fs::write(folder.join(format!("{name}.pdf")), drawn(&record)).unwrap();
    }
}
