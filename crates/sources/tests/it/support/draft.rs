//! Small notes written for one test each: a sale of one item, and whatever is changed about it.

use super::{CUSTOMER, HEAD_OFFICE};

const NAMESPACE: &str = "http://www.portalfiscal.inf.br/nfe";

/// A note to be written. It begins as a sale of R$ 100,00 to a customer, authorised.
#[derive(Clone, Debug)]
pub struct Draft {
    /// `mod`: 55, or 65 for an NFC-e.
    pub model: u8,
    pub number: u32,
    /// The issuer's CNPJ.
    pub issuer: String,
    /// The whole `dest`, or nothing.
    pub recipient: String,
    /// `tpNF`: 0 in, 1 out.
    pub direction: String,
    /// `finNFe` and what goes with it.
    pub purpose: String,
    /// `tpAmb`.
    pub environment: u8,
    pub day: String,
    pub lines: Vec<Line>,
    /// `NFref/refNFe`.
    pub references: Vec<String>,
    /// `vNF`; the sum of `vProd` where it is not given.
    pub total: Option<String>,
    /// What follows `ICMSTot` within `total`.
    pub more_totals: String,
    /// `cStat` of the protocol; without it there is no protocol.
    pub status: Option<String>,
    /// What follows `total`: `cobr`, `infAdic`, `compra`.
    pub after_totals: String,
}

/// One line of a draft.
#[derive(Clone, Debug)]
pub struct Line {
    pub cfop: String,
    /// `vProd`.
    pub price: String,
    /// What follows `vProd` within `prod`.
    pub more_of_product: String,
    /// Within `imposto`.
    pub taxes: String,
    /// What follows `imposto`.
    pub after_taxes: String,
}

impl Line {
    pub fn of(cfop: &str, price: &str) -> Self {
        Self {
            cfop: cfop.to_owned(),
            price: price.to_owned(),
            more_of_product: String::new(),
            taxes: String::new(),
            after_taxes: String::new(),
        }
    }

    pub fn with_product(mut self, elements: &str) -> Self {
        self.more_of_product = elements.to_owned();
        self
    }

    pub fn taxed(mut self, elements: &str) -> Self {
        self.taxes = elements.to_owned();
        self
    }

    pub fn followed_by(mut self, elements: &str) -> Self {
        self.after_taxes = elements.to_owned();
        self
    }

    fn xml(&self, place: usize) -> String {
        let Self { cfop, price, more_of_product, taxes, after_taxes } = self;
        let counted = if more_of_product.contains("<indTot>") { "" } else { "<indTot>1</indTot>" };
        format!(
            "<det nItem=\"{place}\"><prod><cProd>P{place}</cProd><cEAN>SEM GTIN</cEAN><xProd>Produto {place}</xProd>\
             <NCM>84713012</NCM><CFOP>{cfop}</CFOP><uCom>UN</uCom><qCom>1.0000</qCom><vUnCom>{price}</vUnCom>\
             <vProd>{price}</vProd>{more_of_product}{counted}</prod><imposto>{taxes}</imposto>{after_taxes}</det>"
        )
    }
}

impl Draft {
    pub fn sale() -> Self {
        Self {
            model: 55,
            number: 7,
            issuer: HEAD_OFFICE.to_owned(),
            recipient: company(CUSTOMER),
            direction: "1".to_owned(),
            purpose: finality("1"),
            environment: 1,
            day: "2026-03-02".to_owned(),
            lines: vec![Line::of("5102", "100.00")],
            references: Vec::new(),
            total: None,
            more_totals: String::new(),
            status: Some("100".to_owned()),
            after_totals: String::new(),
        }
    }

    /// A note from one company to another.
    pub fn between(issuer: &str, recipient: &str) -> Self {
        Self::sale().from(issuer).to(&company(recipient))
    }

    /// An entry note of our own, which says where goods came from.
    pub fn own_entry(recipient: &str) -> Self {
        Self::sale().to(recipient).direction("0")
    }

    pub fn from(mut self, issuer: &str) -> Self {
        self.issuer = issuer.to_owned();
        self
    }

    pub fn to(mut self, recipient: &str) -> Self {
        self.recipient = recipient.to_owned();
        self
    }

    pub fn direction(mut self, tp_nf: &str) -> Self {
        self.direction = tp_nf.to_owned();
        self
    }

    /// `finNFe`
    pub fn purpose(mut self, fin_nfe: &str) -> Self {
        self.purpose = finality(fin_nfe);
        self
    }

    /// A credit note (`finNFe` 5) of a kind (`tpNFCredito`).
    pub fn credit(mut self, kind: &str) -> Self {
        self.purpose = format!("{}<tpNFCredito>{kind}</tpNFCredito>", finality("5"));
        self
    }

    /// A debit note (`finNFe` 6) of a kind (`tpNFDebito`).
    pub fn debit(mut self, kind: &str) -> Self {
        self.purpose = format!("{}<tpNFDebito>{kind}</tpNFDebito>", finality("6"));
        self
    }

    pub fn nfce(mut self) -> Self {
        self.model = 65;
        self
    }

    /// One line of R$ 100,00 by a CFOP.
    pub fn cfop(self, cfop: &str) -> Self {
        self.line(Line::of(cfop, "100.00"))
    }

    pub fn line(mut self, line: Line) -> Self {
        self.lines = vec![line];
        self
    }

    pub fn lines(mut self, lines: impl IntoIterator<Item = Line>) -> Self {
        self.lines = lines.into_iter().collect();
        self
    }

    pub fn refers_to(mut self, key: &str) -> Self {
        self.references.push(key.to_owned());
        self
    }

    /// `vNF`
    pub fn total(mut self, total: &str) -> Self {
        self.total = Some(total.to_owned());
        self
    }

    pub fn status(mut self, c_stat: &str) -> Self {
        self.status = Some(c_stat.to_owned());
        self
    }

    pub fn without_protocol(mut self) -> Self {
        self.status = None;
        self
    }

    pub fn numbered(mut self, number: u32) -> Self {
        self.number = number;
        self
    }

    pub fn then(mut self, elements: &str) -> Self {
        self.after_totals = elements.to_owned();
        self
    }

    pub fn key(&self) -> String {
        access_key(&self.issuer, self.model, self.number)
    }

    /// `NFe`, by itself.
    pub fn nfe(&self) -> String {
        let lines: String = self.lines.iter().enumerate().map(|(place, line)| line.xml(place + 1)).collect();
        let references: String =
            self.references.iter().map(|key| format!("<NFref><refNFe>{key}</refNFe></NFref>")).collect();
        let Self { model, number, issuer, recipient, direction, purpose, environment, day, .. } = self;
        let Self { more_totals, after_totals, .. } = self;
        let (key, total) = (self.key(), self.total.clone().unwrap_or_else(|| sum_of_prices(&self.lines)));
        format!(
            "<NFe xmlns=\"{NAMESPACE}\"><infNFe versao=\"4.00\" Id=\"NFe{key}\"><ide><cUF>35</cUF><mod>{model}</mod>\
             <serie>1</serie><nNF>{number}</nNF><dhEmi>{day}T10:00:00-03:00</dhEmi><tpNF>{direction}</tpNF>\
             <tpAmb>{environment}</tpAmb>{purpose}{references}</ide><emit><CNPJ>{issuer}</CNPJ>\
             <xNome>EMITENTE {issuer}</xNome></emit>{recipient}{lines}<total><ICMSTot><vNF>{total}</vNF></ICMSTot>\
             {more_totals}</total>{after_totals}</infNFe></NFe>"
        )
    }

    /// `protNFe`, if there is one.
    pub fn protocol(&self) -> String {
        let Some(status) = &self.status else { return String::new() };
        format!(
            "<protNFe versao=\"4.00\"><infProt><tpAmb>{}</tpAmb><chNFe>{}</chNFe>\
             <dhRecbto>{}T10:00:05-03:00</dhRecbto><nProt>135000000000007</nProt><cStat>{status}</cStat></infProt></protNFe>",
            self.environment,
            self.key(),
            self.day,
        )
    }

    /// The file: `nfeProc`, with the protocol if there is one.
    pub fn xml(&self) -> String {
        format!("<nfeProc xmlns=\"{NAMESPACE}\" versao=\"4.00\">{}{}</nfeProc>", self.nfe(), self.protocol())
    }
}

/// A company as the recipient.
pub fn company(cnpj: &str) -> String {
    format!("<dest><CNPJ>{cnpj}</CNPJ><xNome>EMPRESA {cnpj}</xNome></dest>")
}

/// A person as the recipient.
pub fn person(cpf: &str) -> String {
    format!("<dest><CPF>{cpf}</CPF><xNome>MARIA DA SILVA</xNome></dest>")
}

/// Someone abroad as the recipient.
pub fn foreigner(id: &str, name: &str, country_code: &str, country: &str) -> String {
    format!(
        "<dest><idEstrangeiro>{id}</idEstrangeiro><xNome>{name}</xNome><enderDest><xLgr>Main Street</xLgr><nro>1</nro>\
         <xBairro>EX</xBairro><cMun>9999999</cMun><xMun>EXTERIOR</xMun><UF>EX</UF><cPais>{country_code}</cPais>\
         <xPais>{country}</xPais></enderDest><indIEDest>9</indIEDest></dest>"
    )
}

/// The key of a note of March 2026 in São Paulo, series 1, its check digit computed.
pub fn access_key(issuer: &str, model: u8, number: u32) -> String {
    let bare = format!("352603{issuer}{model:02}001{number:09}1{number:08}");
    let weighted = bare.bytes().rev().zip((2..=9).cycle()).map(|(byte, weight)| u32::from(byte - b'0') * weight);
    let digit = match weighted.sum::<u32>() % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    format!("{bare}{digit}")
}

fn finality(fin_nfe: &str) -> String {
    format!("<finNFe>{fin_nfe}</finNFe>")
}

/// The sum of the prices of lines whose prices have two decimals.
fn sum_of_prices(lines: &[Line]) -> String {
    let cents = lines.iter().map(|line| line.price.replace('.', "").parse::<i64>().expect("a price with two decimals"));
    let cents: i64 = cents.sum();
    format!("{}.{:02}", cents / 100, cents % 100)
}
