//! Measures of what the aggregates gathered, for the engine: functions of one customer's list.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Date32Builder, Float64Builder, Int64Array, Int64Builder, ListArray,
    NullBufferBuilder, StringArray, StringBuilder, StructArray,
};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, Fields, Float64Type, Int64Type};
use datafusion::logical_expr::ScalarUDF;
use domain::Day;

use super::dates_aggregate::dates_type;
use super::months_aggregate::months_type;
use super::season::SeasonRules;
use super::{
    Months, ReactivationRules, Rhythm, Season, peak_month, purchase_rhythm, purchase_season, reactivated_on,
    revenue_trend,
};
use crate::Settings;
use crate::scalar::Scalar;

/// All of them.
pub(super) fn all(settings: &Settings, as_of: Day) -> Vec<ScalarUDF> {
    let season = SeasonRules {
        history_months: settings.season.history_months,
        longest_months: settings.season.longest_months,
        share_percent: settings.season.share_percent,
    };
    let reactivation = ReactivationRules {
        as_of,
        reactivated_days: i32::from(settings.status.reactivated_days),
        new_days: i32::from(settings.status.new_days),
        risk_factor: settings.status.risk_factor,
        risk_days: i32::from(settings.status.risk_days),
        season,
    };
    let months = Arc::new(Months::complete_by(as_of));
    let dates = || vec![dates_type()];
    let measures = vec![
        Scalar::new("purchase_rhythm", dates(), DataType::Struct(rhythm_fields()), |arguments| {
            Arc::new(rhythms(arguments[0].as_list()))
        }),
        Scalar::new("purchases_after", vec![dates_type(), DataType::Date32], DataType::Int64, |arguments| {
            Arc::new(purchases_after(arguments[0].as_list(), arguments[1].as_primitive()))
        }),
        Scalar::new("purchase_season", dates(), DataType::Struct(season_fields()), move |arguments| {
            Arc::new(seasons(arguments[0].as_list(), as_of, &season))
        }),
        Scalar::new(
            "reactivated_on",
            vec![dates_type(), DataType::Float64, DataType::Date32],
            DataType::Date32,
            move |arguments| Arc::new(reactivations(arguments, &reactivation)),
        ),
        Scalar::new("revenue_trend", vec![months_type()], DataType::Int64, |arguments| {
            Arc::new(trends(arguments[0].as_list()))
        }),
        Scalar::new("peak_month", vec![months_type()], DataType::Utf8, move |arguments| {
            Arc::new(peaks(arguments[0].as_list(), &months))
        }),
    ];
    measures.into_iter().map(ScalarUDF::from).collect()
}

/// The days of each row; none where there is no list.
fn each_dates(lists: &ListArray) -> impl Iterator<Item = &[i32]> {
    let days = lists.values().as_primitive::<Date32Type>().values();
    let offsets = lists.value_offsets();
    (0..lists.len()).map(move |row| match lists.is_valid(row) {
        true => &days[offsets[row] as usize..offsets[row + 1] as usize],
        false => &[],
    })
}

/// The places and cents of each row's months; none where there is no list.
fn each_months(lists: &ListArray) -> impl Iterator<Item = impl Iterator<Item = (i64, i64)>> {
    let numbers = lists.values().as_primitive::<Int64Type>().values();
    let offsets = lists.value_offsets();
    (0..lists.len()).map(move |row| {
        let range = match lists.is_valid(row) {
            true => offsets[row] as usize..offsets[row + 1] as usize,
            false => 0..0,
        };
        numbers[range].chunks_exact(2).map(|pair| (pair[0], pair[1]))
    })
}

/// The fields of [`Rhythm`].
fn rhythm_fields() -> Fields {
    vec![
        Field::new("first_on", DataType::Date32, true),
        Field::new("last_on", DataType::Date32, true),
        Field::new("days", DataType::Int64, true),
        Field::new("only_gap", DataType::Int64, true),
        Field::new("median", DataType::Float64, true),
        Field::new("p75", DataType::Float64, true),
    ]
    .into()
}

fn rhythms(lists: &ListArray) -> StructArray {
    let (mut first_on, mut last_on) = (Date32Builder::new(), Date32Builder::new());
    let (mut days, mut only_gap) = (Int64Builder::new(), Int64Builder::new());
    let (mut median, mut p75) = (Float64Builder::new(), Float64Builder::new());
    let mut present = NullBufferBuilder::new(lists.len());
    let mut buffer = Vec::new();
    for dates in each_dates(lists) {
        buffer.clear();
        buffer.extend_from_slice(dates);
        let rhythm: Option<Rhythm> = purchase_rhythm(&mut buffer);
        present.append(rhythm.is_some());
        first_on.append_option(rhythm.map(|rhythm| rhythm.first_on));
        last_on.append_option(rhythm.map(|rhythm| rhythm.last_on));
        days.append_option(rhythm.map(|rhythm| rhythm.days));
        only_gap.append_option(rhythm.and_then(|rhythm| rhythm.only_gap));
        median.append_option(rhythm.and_then(|rhythm| rhythm.median));
        p75.append_option(rhythm.and_then(|rhythm| rhythm.p75));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(first_on.finish()),
        Arc::new(last_on.finish()),
        Arc::new(days.finish()),
        Arc::new(only_gap.finish()),
        Arc::new(median.finish()),
        Arc::new(p75.finish()),
    ];
    StructArray::new(rhythm_fields(), columns, present.finish())
}

/// How many days come after a date.
fn purchases_after(lists: &ListArray, dates: &Date32Array) -> Int64Array {
    let count = |(days, date): (&[i32], Option<i32>)| {
        date.map(|date| (days.len() - days.partition_point(|day| *day <= date)) as i64)
    };
    each_dates(lists).zip(dates.iter()).map(count).collect()
}

/// The fields of [`Season`], and what the customer is by it.
fn season_fields() -> Fields {
    vec![
        Field::new("buyer", DataType::Utf8, true),
        Field::new("first_month", DataType::Int64, true),
        Field::new("last_month", DataType::Int64, true),
        Field::new("days", DataType::Int64, true),
        Field::new("judged_after", DataType::Date32, true),
    ]
    .into()
}

fn seasons(lists: &ListArray, as_of: Day, rules: &SeasonRules) -> StructArray {
    let (mut buyer, mut judged_after) = (StringBuilder::new(), Date32Builder::new());
    let (mut first_month, mut last_month, mut days) = (Int64Builder::new(), Int64Builder::new(), Int64Builder::new());
    let mut present = NullBufferBuilder::new(lists.len());
    for dates in each_dates(lists) {
        let season: Option<Season> = purchase_season(dates, as_of, rules);
        present.append(season.is_some());
        buyer.append_option(season.and_then(|season| season.buyer(as_of)));
        first_month.append_option(season.map(|season| season.first_month as i64));
        last_month.append_option(season.map(|season| season.last_month as i64));
        days.append_option(season.map(|season| season.days));
        judged_after.append_option(season.map(|season| season.judged_after.epoch_days()));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(buyer.finish()),
        Arc::new(first_month.finish()),
        Arc::new(last_month.finish()),
        Arc::new(days.finish()),
        Arc::new(judged_after.finish()),
    ];
    StructArray::new(season_fields(), columns, present.finish())
}

fn reactivations(arguments: &[ArrayRef], rules: &ReactivationRules) -> Date32Array {
    let typical = arguments[1].as_primitive::<Float64Type>().iter();
    let base = arguments[2].as_primitive::<Date32Type>().iter();
    let each = each_dates(arguments[0].as_list()).zip(typical).zip(base);
    each.map(|((dates, typical), base)| reactivated_on(dates, typical?, base, rules)).collect()
}

fn trends(lists: &ListArray) -> Int64Array {
    each_months(lists).map(|months| Some(revenue_trend(months))).collect()
}

fn peaks(lists: &ListArray, window: &Months) -> StringArray {
    each_months(lists).map(|months| peak_month(window, months).map(|month| format!("{month:02}"))).collect()
}
