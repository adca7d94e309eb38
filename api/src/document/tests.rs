use super::*;
use crate::origin::record::samples;
use crate::seal::store::FileSigner;
use crate::seal::{Signer as _, cose, key::KeyRing, test_key};

fn sealed(record: &CertificateRecord) -> Vec<u8> {
    let signer = FileSigner::from_pkcs8(test_key::PKCS8).unwrap();
    let number = record.number.parse().unwrap();
    let budget = qr::Address::new(&record.authority.verification).unwrap().budget(&number);
    cose::seal(record, "ML-APEX", record.declaration.at, budget, &signer).unwrap()
}

fn drawn(record: &CertificateRecord) -> Vec<u8> {
    draw(record, &sealed(record)).unwrap()
}

#[test]
fn writes_the_samples_to_look_at() {
    let Some(folder) = std::env::var_os("BOYORO_PICTURES") else { return };
    let folder = std::path::PathBuf::from(folder);
    for (name, record) in [("zle", samples::mango()), ("np", samples::cotton()), ("long", samples::many_lines(60))] {
        std::fs::write(folder.join(format!("{name}.pdf")), drawn(&record)).unwrap();
    }
}
