//! Functions of at most 70 lines, files of at most 600. What is longer stands in `exceptions.tsv`,
//! a list that only shrinks: an entry that is no longer needed, or larger than needed, fails too.

use std::collections::BTreeMap;

use syn::spanned::Spanned;
use syn::visit::Visit;

use crate::texts;

const FUNCTION_LINES: usize = 70;
const FILE_LINES: usize = 600;

#[test]
fn functions_and_files_are_short_but_for_a_list_that_only_shrinks() {
    let mut long: BTreeMap<String, usize> = BTreeMap::new();
    for (name, text) in texts().into_iter().filter(|(name, _)| name.ends_with(".rs")) {
        let lines = text.lines().count();
        if lines > FILE_LINES {
            long.insert(name.clone(), lines);
        }
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut functions = Functions { file: &name, long: &mut long };
        functions.visit_file(&file);
    }
    let listed: BTreeMap<String, usize> = include_str!("exceptions.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(place, lines)| (place.to_owned(), lines.parse().expect("a number of lines")))
        .collect();
    assert_eq!(long, listed, "left: what is long; right: tests/house/exceptions.tsv. Shorten, or shrink the list");
}

struct Functions<'a> {
    file: &'a str,
    long: &'a mut BTreeMap<String, usize>,
}

impl Functions<'_> {
    fn measure(&mut self, name: &syn::Ident, whole: &impl Spanned) {
        let span = whole.span();
        let lines = span.end().line + 1 - span.start().line;
        if lines > FUNCTION_LINES {
            self.long.insert(format!("{}: {name}", self.file), lines);
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig.ident, &function.block);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig.ident, &function.block);
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.measure(&function.sig.ident, block);
        }
        syn::visit::visit_trait_item_fn(self, function);
    }
}
