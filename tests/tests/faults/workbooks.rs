//! Workbooks made to exhaust whoever reads them.

use boyoro::identity::Role;
use boyoro::statement::{self, OldWorkbooks, Profiles, Unreadable};
use boyoro_tests::process::program;
use boyoro_tests::{Answer, Caller, Engine, Process, Store};
use serde_json::json;

use crate::sign_in;

const WORKBOOK: &[u8] = include_bytes!("../../statements/orange_operations.xls");

/// The record that names the rows and the columns in use: its number and its length, two bytes each.
const DIMENSIONS: [u8; 4] = [0x00, 0x02, 0x0e, 0x00];

/// The same workbook, which now says that it has four thousand million rows of sixty thousand columns.
fn endless() -> Vec<u8> {
    let mut bytes = WORKBOOK.to_vec();
    let at = bytes.windows(4).position(|four| four == DIMENSIONS).expect("the workbook's dimensions");
    bytes[at + 8..at + 12].copy_from_slice(&[0xff, 0xff, 0xff, 0xf0]);
    bytes[at + 14..at + 16].copy_from_slice(&[0x00, 0xf0]);
    bytes
}

async fn upload(by: &Caller, bytes: Vec<u8>) -> Answer {
    let part = reqwest::multipart::Part::bytes(bytes).file_name("releve.xls");
    let form = reqwest::multipart::Form::new().part("file", part);
    by.send(by.request(reqwest::Method::POST, "statements").multipart(form)).await
}

#[tokio::test]
async fn a_workbook_that_asks_for_all_memory_is_refused_and_the_service_stays() {
    let store = Store::new(Engine::Sqlite);
    let process = Process::start(&store, &[]).await;
    let treasurer = sign_in(&store, &process, Role::Treasurer, None).await;
    let refused = upload(&treasurer, endless()).await.expect(422);
    assert_eq!(refused["code"], json!("statement_broken"), "{refused}");
    let read = upload(&treasurer, WORKBOOK.to_vec()).await.expect(201);
    assert_eq!(read["status"], json!("read"), "{read}");
}

/// Single bytes are changed all over the file. Whatever comes of it, somebody is told, and this process is still here to tell it.
#[test]
fn a_damaged_workbook_is_read_or_refused() {
    let (reader, profiles) = (OldWorkbooks::Apart(program("boyoro")), Profiles::embedded().expect("profiles"));
    let whole = statement::read(WORKBOOK, &profiles, &reader).expect("the workbook as it was written");
    let (mut read, mut refused) = (0, 0);
    for (at, byte) in (0..WORKBOOK.len()).step_by(37).zip([0xff, 0x00, 0x7f, 0x01].into_iter().cycle()) {
        let mut bytes = WORKBOOK.to_vec();
        bytes[at] = byte;
        match statement::read(&bytes, &profiles, &reader) {
            Ok(reading) => read += usize::from(reading.lines.len() <= whole.lines.len()),
            Err(Unreadable::Empty | Unreadable::TooManyRows) => panic!("byte {at}: not what is wrong with it"),
            Err(_) => refused += 1,
        }
    }
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
}
