//! Files a reader reads stay until it is done.

use store::Table;
use support::{Home, note};

use crate::{NOW, import};

#[tokio::test]
async fn compacted_files_stay_while_a_snapshot_reads_them() {
    let home = Home::on_sqlite().await;
    let workspace = home.create().await;
    import(&workspace, vec![note(1).sale("P", 1).document()]).await;
    import(&workspace, vec![note(2).sale("P", 1).document()]).await;
    let reader = workspace.snapshot().await.unwrap();
    let files: Vec<String> = reader.files(Table::Items).iter().map(|file| file.path.to_string()).collect();
    workspace.compact(NOW, |_| {}).await.unwrap();
    import(&workspace, vec![note(3).sale("P", 1).document()]).await;
    let all_exist = || files.iter().all(|file| home.folder().join("lake").join(file).exists());
    assert!(files.len() == 2 && all_exist());
    reader.release().await.unwrap();
    import(&workspace, vec![note(4).sale("P", 1).document()]).await;
    assert!(!all_exist());
}
