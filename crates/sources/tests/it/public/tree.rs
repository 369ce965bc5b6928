//! A tree of elements read by plain scanning: no namespaces, no types, nothing of the crate. It
//! stands for what a person sees in the text.

/// An element with its attributes, its own text and its children.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// Without prefix.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Follows a path of names (`total/ICMSTot/vNF`).
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |element, name| element.child(name))
    }

    /// The text at a path, empty where there is none.
    pub fn text_at(&self, path: &str) -> &str {
        self.at(path).map_or("", |element| element.text.trim())
    }

    /// Every element of a name at any depth, in order.
    pub fn anywhere<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        if self.name == name {
            found.push(self);
        }
        self.children.iter().for_each(|child| child.anywhere(name, found));
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The document as a tree under a nameless root.
pub fn parse(text: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(start) = rest.find('<') {
        append_text(&mut open, &resolved(&rest[..start]));
        rest = &rest[start..];
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let end = inside.find("]]>").expect("CDATA ends");
            append_text(&mut open, &inside[..end]);
            rest = &inside[end + 3..];
        } else if rest.starts_with("<!--") {
            rest = &rest[rest.find("-->").expect("a comment ends") + 3..];
        } else {
            let end = rest.find('>').expect("a tag ends");
            tag(&mut open, &rest[1..end]);
            rest = &rest[end + 1..];
        }
    }
    assert_eq!(open.len(), 1, "every element ends");
    open.remove(0)
}

fn tag(open: &mut Vec<Element>, inside: &str) {
    if inside.starts_with('?') || inside.starts_with('!') {
        return;
    }
    if inside.starts_with('/') {
        close(open);
        return;
    }
    let (inside, is_empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut element = Element { name: local(name), ..Element::default() };
    let mut quoted = attributes.split(['"', '\'']);
    while let (Some(key), Some(value)) = (quoted.next(), quoted.next()) {
        element.attributes.push((local(key.trim().trim_end_matches('=').trim()), value.to_owned()));
    }
    open.push(element);
    if is_empty {
        close(open);
    }
}

fn close(open: &mut Vec<Element>) {
    let element = open.pop().expect("an element to close");
    open.last_mut().expect("a root").children.push(element);
}

fn append_text(open: &mut [Element], text: &str) {
    open.last_mut().expect("a root").text.push_str(text);
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn resolved(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
