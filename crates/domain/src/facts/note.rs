//! A note of goods (NF-e, NFC-e) or of services (NFS-e) and what hangs on it.

use crate::facts::Event;
use crate::party::Party;
use crate::{AccessKey, Cents, Cfop, CityCode, ContentHash, Day, Ncm, NoteKey, Quantity, Uf};

/// An NF-e, NFC-e or NFS-e seen from the company: who stands on the other side and what each item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its key; that of a note of goods also gives model, series and number.
    pub key: NoteKey,
    /// Our establishment's tax id, as written.
    pub own: String,
    /// Whether we sold, bought, or moved goods among ourselves.
    pub side: Side,
    /// The other party; `None` for a consumer without identification.
    pub party: Option<Party>,
    /// The local date written in it (`dhEmi`).
    pub day: Day,
    /// What it was issued for (`finNFe`).
    pub purpose: Purpose,
    /// `vNF`; of a service note `vServ` less the unconditional discount.
    pub total: Cents,
    /// `vNFTot`: with the taxes that stay outside `vNF` (IBS, CBS, IS), where the note gives it.
    pub total_with_outside_taxes: Option<Cents>,
    /// `vNF` less the sum of what the items are billed at: 0, or something to look at.
    pub difference: Cents,
    /// The seller, as the note's free text names them.
    pub seller: Option<String>,
    /// The customer's or our order number.
    pub order_number: Option<String>,
    /// Its lines.
    pub items: Vec<Item>,
    /// Amounts due, from `cobr/dup`; of a service note its net amount (`vLiq`).
    pub receivables: Vec<Receivable>,
    /// Documents it refers to as a whole or by item.
    pub references: Vec<Reference>,
    /// What it says about the other party.
    pub observations: Vec<Observation>,
    /// What it says happened to itself (its protocol), or to the service note it replaces.
    pub events: Vec<Event>,
    /// What the copy says of issuer, recipient and instalments, whoever's books are read.
    pub as_written: ContentHash,
}

/// Which side of the company's books a note stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The other party is a customer, or was sent something.
    Sale,
    /// The other party is a supplier.
    Purchase,
    /// Between our own establishments.
    Own,
}

/// What a note was issued for (`finNFe`, and `tpNFCredito` of a credit note).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// 1: an operation.
    Normal,
    /// 2: adds to an earlier note.
    Complementary,
    /// 3: adjusts the books, moves nothing.
    Adjustment,
    /// 4: goods come back.
    Return,
    /// 5 with `tpNFCredito` 03 or 06: a refusal or return.
    CreditReturn,
    /// 5 with `tpNFCredito` 04: the price is reduced.
    CreditReduction,
    /// 5, any other credit.
    CreditOther,
    /// 6: interest, fines, an advance: never revenue.
    Debit,
}

/// One line of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// `nItem`, from 1.
    pub line: u16,
    /// What the line is for the portfolio.
    pub class: ItemClass,
    /// Its CFOP; services have none.
    pub cfop: Option<Cfop>,
    /// Our code of the product (`cProd`); of a service its tax code, of a line known only by its CFOP
    /// `CFOP` and the code.
    pub product: String,
    /// The product's description (`xProd`).
    pub description: String,
    /// Its NCM; `None` where what is written is none.
    pub ncm: Option<Ncm>,
    /// Unit of the quantity (`uCom`).
    pub unit: String,
    /// Quantity (`qCom`).
    pub quantity: Quantity,
    /// What it is worth.
    pub amounts: ItemAmounts,
}

/// The amounts of one line, in cents. `revenue` and `billed` are what the line is worth **if** its
/// class counts; a bonus has them too, and no metric adds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemAmounts {
    /// `vProd − vDesc + vFrete + vSeg + vOutro − vICMSDeson` where that was deducted.
    pub revenue: Cents,
    /// Revenue and the taxes collected on top of it: the line's share of `vNF`.
    pub billed: Cents,
    /// ICMS within the price.
    pub icms: Cents,
    /// The poverty-fund surcharge of ICMS (FCP) within the price.
    pub fcp: Cents,
    /// ICMS-ST and FCP-ST on top of the price.
    pub icms_st: Cents,
    /// IPI on top of the price.
    pub ipi: Cents,
    /// ISS within the price.
    pub iss: Cents,
    /// PIS within the price.
    pub pis: Cents,
    /// COFINS within the price.
    pub cofins: Cents,
    /// IBS, outside the price until 2027.
    pub ibs: Cents,
    /// CBS, outside the price until 2027.
    pub cbs: Cents,
}

/// What a line is for the portfolio, from its CFOP, the note's purpose and its direction. Where the
/// line refers to another document, what it finally counts as is decided when both are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemClass {
    /// Sold.
    Sale,
    /// Billed in advance (5922).
    AdvanceBilling,
    /// Delivery of an advance billing (5116, 5117).
    DeliveryOfAdvanceBilling,
    /// A note for a coupon already issued (5929, 6929).
    CouponDuplicate,
    /// More revenue for an earlier note.
    Complement,
    /// Sold goods that came back, by its CFOP or purpose.
    Return,
    /// Goods that came back by a CFOP that is not of sales: a return of revenue only if the line it
    /// refers to was.
    OtherReturn,
    /// A credit note that lowers the price.
    PriceReduction,
    /// Given away.
    Bonus,
    /// Between our own establishments, as a transfer.
    Transfer,
    /// A transfer undone.
    TransferReturn,
    /// Between our own establishments or companies, as a sale.
    Intercompany,
    /// Sent without sale.
    Shipment,
    /// A fixed asset sold.
    FixedAssetSale,
    /// Bought goods sent back.
    PurchaseReturn,
    /// Bought.
    Purchase,
    /// Debit note.
    DebitNote,
    /// Adjustment, or a credit that is neither return nor reduction.
    Adjustment,
    /// Anything else.
    Other,
}

impl ItemClass {
    /// Every class.
    pub const ALL: [Self; 19] = [
        Self::Sale,
        Self::AdvanceBilling,
        Self::DeliveryOfAdvanceBilling,
        Self::CouponDuplicate,
        Self::Complement,
        Self::Return,
        Self::OtherReturn,
        Self::PriceReduction,
        Self::Bonus,
        Self::Transfer,
        Self::TransferReturn,
        Self::Intercompany,
        Self::Shipment,
        Self::FixedAssetSale,
        Self::PurchaseReturn,
        Self::Purchase,
        Self::DebitNote,
        Self::Adjustment,
        Self::Other,
    ];

    /// The class as facts, SQL steps and reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::AdvanceBilling => "advance_billing",
            Self::DeliveryOfAdvanceBilling => "delivery_of_advance_billing",
            Self::CouponDuplicate => "coupon_duplicate",
            Self::Complement => "complement",
            Self::Return => "return",
            Self::OtherReturn => "other_return",
            Self::PriceReduction => "price_reduction",
            Self::Bonus => "bonus",
            Self::Transfer => "transfer",
            Self::TransferReturn => "transfer_return",
            Self::Intercompany => "intercompany",
            Self::Shipment => "shipment",
            Self::FixedAssetSale => "fixed_asset_sale",
            Self::PurchaseReturn => "purchase_return",
            Self::Purchase => "purchase",
            Self::DebitNote => "debit_note",
            Self::Adjustment => "adjustment",
            Self::Other => "other",
        }
    }
}

impl Side {
    /// `sale`, `purchase`, `own`
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Purchase => "purchase",
            Self::Own => "own",
        }
    }
}

/// An amount due (*título, duplicata*), from `cobr/dup`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receivable {
    /// Its place among the note's receivables, from 1: `nDup` is free text and may repeat.
    pub ordinal: u16,
    /// `nDup`.
    pub number: String,
    /// `dVenc`; the note's day where it is absent. A service note never says: see `sources::nfse`.
    pub due_on: Day,
    /// `vDup`.
    pub amount: Cents,
}

/// A document that a note refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The line that refers, where it is one line and not the note (`DFeReferenciado`).
    pub line: Option<u16>,
    /// The document referred to.
    pub target: AccessKey,
    /// The line referred to, where given.
    pub target_line: Option<u16>,
}

/// How much a source's word on a customer's data is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum SourceRank {
    /// A spreadsheet.
    Table = 1,
    /// A fiscal document.
    FiscalDocument = 2,
    /// The national company registry.
    Registry = 3,
    /// A person, who corrected it in a spreadsheet that we had written.
    Person = 4,
}

/// What an address or name was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObservationRole {
    /// The party's own registration.
    Registration,
    /// Where goods were delivered, when that is another place.
    Delivery,
}

impl ObservationRole {
    /// `registration`, `delivery`
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Delivery => "delivery",
        }
    }
}

/// What one document says about one party, on the document's day. Values that are not well-formed
/// (a telephone without area code) are kept as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Registration or delivery.
    pub role: ObservationRole,
    /// How much the source's word is worth.
    pub rank: SourceRank,
    /// Legal name (`xNome`).
    pub name: Option<String>,
    /// Trade name (`xFant`).
    pub trade_name: Option<String>,
    /// State registration (`IE`).
    pub state_registration: Option<String>,
    /// E-mail addresses, `;` between.
    pub emails: Option<String>,
    /// Telephone, E.164 where it is one.
    pub phone: Option<String>,
    /// `xLgr`
    pub street: Option<String>,
    /// `nro`
    pub number: Option<String>,
    /// `xCpl`
    pub complement: Option<String>,
    /// `xBairro`
    pub district: Option<String>,
    /// `cMun`
    pub city_code: Option<CityCode>,
    /// `xMun`
    pub city: Option<String>,
    /// `UF`
    pub uf: Option<Uf>,
    /// `CEP`, 8 digits where it is one.
    pub cep: Option<String>,
    /// `xPais` where abroad.
    pub country: Option<String>,
}

impl Observation {
    /// An observation that says nothing yet.
    pub fn new(role: ObservationRole, rank: SourceRank) -> Self {
        Self {
            role,
            rank,
            name: None,
            trade_name: None,
            state_registration: None,
            emails: None,
            phone: None,
            street: None,
            number: None,
            complement: None,
            district: None,
            city_code: None,
            city: None,
            uf: None,
            cep: None,
            country: None,
        }
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::new(self.role, self.rank)
    }
}
