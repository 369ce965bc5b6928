//! The store, on both databases.

mod answers;
mod audit;
mod backups;
mod changes;
mod customers;
mod imports;
mod leases;
mod people;
mod settings;
mod turns;

use store::{Author, Fate, Incoming, Workspace};
use support::incoming;

const NOW: &str = "2026-11-22T10:00:00Z";

/// Whoever has the machine at hand, now.
fn by_hand() -> Author {
    Author::command_line(NOW)
}

/// Imports documents in one batch and gives its number and what became of each.
async fn import(workspace: &Workspace, documents: Vec<domain::facts::Document>) -> (i64, Vec<Fate>) {
    let mut importer = workspace.begin_import(&by_hand(), |_| {}).await.expect("an import can begin");
    let batch = importer.batch();
    let chunk: Vec<Incoming> = documents.into_iter().map(incoming).collect();
    let fates = importer.add(&chunk).await.expect("documents can be taken in");
    importer.commit(NOW, "{}").await.expect("an import can be committed");
    (batch, fates)
}

/// The rows of a table that count now, over all its files, hidden versions left out: their first
/// column, sorted.
async fn live_versions(workspace: &Workspace, table: store::Table) -> Vec<i64> {
    use arrow::array::AsArray;
    use arrow::datatypes::Int64Type;
    use object_store::ObjectStoreExt;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let snapshot = workspace.snapshot().await.expect("a snapshot can be taken");
    let read = async |path: &object_store::path::Path| -> Vec<i64> {
        let bytes = workspace
            .lake()
            .files()
            .get(path)
            .await
            .expect("listed files exist")
            .bytes()
            .await
            .expect("and can be read");
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).expect("they are Parquet").build().expect("whole");
        reader.flat_map(|batch| batch.expect("whole").column(0).as_primitive::<Int64Type>().values().to_vec()).collect()
    };
    let mut versions = Vec::new();
    for file in snapshot.files(table) {
        versions.extend(read(&file.path).await);
    }
    let hidden = match snapshot.hides() {
        Some(file) => read(&file.path).await,
        None => Vec::new(),
    };
    snapshot.release().await.expect("a snapshot can be released");
    versions.retain(|version| !hidden.contains(version));
    versions.sort_unstable();
    versions
}
