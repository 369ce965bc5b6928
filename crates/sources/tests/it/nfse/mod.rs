//! Notes of services. Expected values are counted by hand from the files and drafts below.

mod events;
mod municipal;
mod national;
mod random;

use crate::support::{bytes_of, repository};

/// The key of the national drafts.
pub const KEY: &str = "35503082211222333000181000000000000126040000000010";
/// Another key of the same issuer.
pub const OTHER_KEY: &str = "35503082211222333000181000000000000226040000000020";

/// A fixture of `tests/fixtures/nfse`.
pub fn fixture(name: &str) -> Vec<u8> {
    bytes_of(&repository().join("tests/fixtures/nfse").join(name))
}

pub fn fixture_text(name: &str) -> String {
    String::from_utf8(fixture(name)).expect("a fixture in UTF-8")
}

/// The first fixture, some of it replaced.
pub fn service_with(written: &str, instead: &str) -> String {
    let text = fixture_text("01_servico_cnpj.xml");
    assert!(text.contains(written), "{written} is in the fixture");
    text.replace(written, instead)
}

/// A municipal note of layout 1 of provider, taker and number, inside its `CompNfse`, with what follows it.
pub fn municipal(provider: &str, number: &str, taker: &str, after: &str) -> String {
    format!(
        "<CompNfse><Nfse versao=\"1.00\"><InfNfse Id=\"nfse\"><Numero>{number}</Numero>\
         <CodigoVerificacao>ABCD</CodigoVerificacao><DataEmissao>2024-05-06T10:11:12</DataEmissao>\
         <IdentificacaoRps><Numero>7</Numero><Serie>1</Serie></IdentificacaoRps><Competencia>2024-05</Competencia>\
         <OutrasInformacoes>Vendedor: Ana; Pedido 77</OutrasInformacoes>\
         <Servico><Valores><ValorServicos>1200.00</ValorServicos><ValorPis>7.80</ValorPis>\
         <ValorCofins>36.00</ValorCofins><IssRetido>1</IssRetido><ValorIss>58.50</ValorIss>\
         <ValorIssRetido>58.50</ValorIssRetido><ValorLiquidoNfse>1111.50</ValorLiquidoNfse>\
         <DescontoIncondicionado>30.00</DescontoIncondicionado></Valores>\
         <ItemListaServico>1.07</ItemListaServico><CodigoTributacaoMunicipio>010701</CodigoTributacaoMunicipio>\
         <Discriminacao>Manuten\u{e7}\u{e3}o mensal</Discriminacao><CodigoMunicipio>3106200</CodigoMunicipio></Servico>\
         <PrestadorServico><IdentificacaoPrestador><Cnpj>{provider}</Cnpj></IdentificacaoPrestador>\
         <RazaoSocial>PRESTADORA LTDA</RazaoSocial><Endereco><Endereco>RUA P</Endereco><Numero>1</Numero>\
         <CodigoMunicipio>3550308</CodigoMunicipio><Uf>SP</Uf></Endereco></PrestadorServico>{taker}\
         <OrgaoGerador><CodigoMunicipio>3550308</CodigoMunicipio><Uf>SP</Uf></OrgaoGerador></InfNfse></Nfse>\
         {after}</CompNfse>"
    )
}

/// The taker of a municipal note.
pub fn taker(cpf_cnpj: &str) -> String {
    format!(
        "<TomadorServico><IdentificacaoTomador><CpfCnpj>{cpf_cnpj}</CpfCnpj></IdentificacaoTomador>\
         <RazaoSocial>CLIENTE ALFA LTDA</RazaoSocial><Endereco><Endereco>AV. BRASIL</Endereco><Numero>10</Numero>\
         <Complemento>SALA 2</Complemento><Bairro>CENTRO</Bairro><CodigoMunicipio>3106200</CodigoMunicipio>\
         <Uf>MG</Uf><Cep>30110000</Cep></Endereco><Contato><Telefone>3133334444</Telefone>\
         <Email>fin@alfa.com.br</Email></Contato></TomadorServico>"
    )
}
