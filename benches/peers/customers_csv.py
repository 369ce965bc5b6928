#!/usr/bin/env python3
"""The customers that gen_sales.py sells to as an ERP lists them: one line each, with a name, a CNPJ, a place and one of
eight sellers.

usage: customers_csv.py FILE CUSTOMERS
"""
import csv, sys
import numpy as np

KINDS = """Comercial Distribuidora Mercado Padaria Farmácia Papelaria Construtora Transportadora Confecções Calçados Oficina
Metalúrgica Gráfica Restaurante Lanchonete Açougue Livraria Ótica Laticínios Agropecuária""".split()
PEOPLE = """Almeida Andrade Araújo Barbosa Barros Batista Borges Campos Cardoso Carvalho Castro Conceição Correia Costa Cruz
Cunha Dias Duarte Farias Fernandes Ferreira Fonseca Freitas Garcia Gomes Gonçalves Lima Lopes Machado Marques Martins Medeiros
Melo Mendes Miranda Monteiro Moraes Moreira Moura Nascimento Nogueira Nunes Oliveira Pereira Pinto Ramos Reis Ribeiro Rocha
Rodrigues Santana Santos Silva Soares Souza Teixeira Vasconcelos Vieira""".split()
SYLLABLES = "ba be bo bra ca ce co cri da de do dra fa fe flo ga ge go gra ja jo la le lo ma me mi mo na ne no pa pe pla pra ra re ri ro sa se so ta te to tra va ve vi vo za zo".split()
PLACES = """São Paulo:SP Campinas:SP Santos:SP Sorocaba:SP Bauru:SP Franca:SP Osasco:SP Guarulhos:SP Rio de Janeiro:RJ Niterói:RJ
Petrópolis:RJ Belo Horizonte:MG Uberlândia:MG Contagem:MG Juiz de Fora:MG Curitiba:PR Londrina:PR Maringá:PR Cascavel:PR
Porto Alegre:RS Caxias do Sul:RS Pelotas:RS Florianópolis:SC Joinville:SC Blumenau:SC Chapecó:SC Salvador:BA Feira de Santana:BA
Recife:PE Caruaru:PE Fortaleza:CE Sobral:CE Goiânia:GO Anápolis:GO Brasília:DF Cuiabá:MT Sinop:MT Campo Grande:MS Dourados:MS
Manaus:AM Belém:PA Santarém:PA São Luís:MA Teresina:PI Natal:RN João Pessoa:PB Maceió:AL Aracaju:SE Vitória:ES Palmas:TO"""
WEIGHTS = np.array([[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 0], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]])


def places():
    words, found = PLACES.split(), []
    city = []
    for word in words:
        city.append(word.split(":")[0])
        if ":" in word:
            found.append((" ".join(city), word.split(":")[1]))
            city = []
    return found


def tax_ids(customers):
    plain = 10_000_000 + np.arange(1, customers + 1)
    digits = np.zeros((customers, 14), dtype=np.int64)
    for place in range(8):
        digits[:, place] = plain // 10 ** (7 - place) % 10
    digits[:, 11] = 1
    for place, weights in zip((12, 13), WEIGHTS):
        remainder = digits[:, :13] @ weights % 11
        digits[:, place] = np.where(remainder < 2, 0, 11 - remainder)
    return ["".join(map(str, row)) for row in digits]


def main(file, customers):
    customers = int(customers)
    rng = np.random.default_rng(20261126)
    pick = lambda words, columns=1: rng.integers(0, len(words), (customers, columns))
    kinds, people, made, towns, known = pick(KINDS)[:, 0], pick(PEOPLE, 2), pick(SYLLABLES, 4), places(), tax_ids(customers)
    where = rng.integers(0, len(towns), customers)
    with open(file, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(["codigo_cliente", "razao_social", "nome_fantasia", "cnpj", "cidade", "uf", "vendedor"])
        for n in range(customers):
            brand = "".join(SYLLABLES[part] for part in made[n]).capitalize()
            name = f"{KINDS[kinds[n]]} {brand} {PEOPLE[people[n][0]]} e {PEOPLE[people[n][1]]} Ltda"
            writer.writerow([f"C{n + 1}", name, brand, known[n], *towns[where[n]], f"Vendedor {n % 8 + 1}"])


if __name__ == "__main__":
    main(*sys.argv[1:])
