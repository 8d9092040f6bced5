"""Every place that tells a person what has happened has a test that holds it to what happened."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ADMIN = "directory/admin"
CLERKS = f"{ADMIN}/test_clerks_at_one_window.py"
ADDRESSES = "platform_members/accounts/test_addresses.py"
DESK, MESSAGES = "platform_members/listings/test_desk.py", "platform_members/desk/test_messages.py"
CONFIRMING = "platform_members/listings/test_confirming.py"
ROUNDS, STEPS = (f"platform_members/rounds/test_{name}.py" for name in ("rounds", "steps"))
ANSWERS = "platform_members/rounds/test_answers_and_rows.py"
UPLOADS = "platform_members/rounds/test_sheet_uploads.py"
GAPS, PUBLIC_MAP = (f"platform_members/gap_map/test_{name}_map.py" for name in ("gap", "public"))
REGISTRY = "platform_members/registry/test_messages.py"
MEETINGS, LISTS = (f"platform_members/meetings/test_{name}.py" for name in ("meetings", "imports"))
CHOOSING = "platform_members/sharing/test_choosing.py"
# The function, and the test of what it says.
TOLD = {
    "directory/admin/editions.py:_withdraw": "directory/booklet/test_editions.py"
    "::test_an_edition_made_by_mistake_is_withdrawn_after_asking",
    "directory/admin/leaflets.py:make_leaflet": "directory/booklet/test_leaflets.py"
    "::test_a_leaflet_of_hidden_windows_is_refused_by_name",
    "directory/admin/out_of_use.py:_move": "test_out_of_use.py"
    "::test_a_category_goes_out_of_use_and_comes_back",
    "directory/admin/out_of_use.py:render_change_form": "test_out_of_use.py"
    "::test_a_category_goes_out_of_use_and_comes_back",
    "directory/admin/out_of_use.py:take_out_of_use": "test_out_of_use.py"
    "::test_what_follows_is_true_where_nothing_is_concerned",
    "directory/admin/out_of_use.py:use_again": "test_out_of_use.py"
    "::test_what_follows_is_true_where_nothing_is_concerned",
    "directory/admin/undo.py:undo_view": "directory/deeds/test_undoing.py"
    "::test_what_was_done_is_taken_back_whole",
    "platform_members/desk/frame.py:refusals_told": f"{STEPS}"
    "::test_a_withdrawn_round_is_neither_closed_nor_withdrawn_again",
    "directory/admin/versions.py:version_view": "directory/deeds/test_versions.py"
    "::test_a_former_content_is_put_back",
    "directory/deeds/undoing.py:undo_and_tell": "directory/deeds/test_undoing.py"
    "::test_what_was_done_is_taken_back_whole",
    "directory/deeds/recording.py:_note": "directory/deeds/test_undoing.py"
    "::test_what_was_done_is_taken_back_whole",
    "directory/admin/windows/calls.py:_begin": f"{ADMIN}/test_calls_of_two_clerks.py"
    "::test_two_clerks_get_different_windows",
    "directory/admin/windows/calls.py:_second": f"{ADMIN}/test_calls_of_two_clerks.py"
    "::test_the_second_clerk_is_told",
    "directory/admin/windows/calls.py:call_undo": f"{ADMIN}/test_calls_of_two_clerks.py"
    "::test_taking_back_restores_date_and_values",
    "directory/admin/windows/closures.py:_apply": f"{ADMIN}/test_hours.py"
    "::test_one_closure_for_several_windows_at_once",
    "directory/admin/windows/change_page.py:_answer_choice": f"{CLERKS}"
    "::test_the_second_clerk_sees_three_texts_and_chooses",
    "directory/admin/windows/change_page.py:changeform_view": f"{CLERKS}"
    "::test_adding_twice_makes_one_window",
    "directory/admin/windows/doubts.py:_settle": f"{ADMIN}/test_hours.py"
    "::test_a_doubtful_shifted_closing_is_put_before_staff",
    "directory/admin/windows/translations.py:translation_page": f"{ADMIN}/test_translations.py"
    "::test_a_translation_is_shown_at_once_and_only_in_its_language",
    "directory/admin/windows/exchange.py:_decide": "directory/exchange/test_previews.py"
    "::test_looking_never_writes_and_a_confirmation_counts_once",
    "directory/admin/windows/history.py:restore_view": f"{ADMIN}/test_history.py"
    "::test_an_earlier_version_is_restored",
    "directory/admin/windows/change_page.py:_after_saving": f"{ADMIN}/test_hours.py"
    "::test_an_override_and_a_wrong_round_the_clock_mark_are_flagged",
    "directory/admin/windows/page.py:get_search_results": f"{ADMIN}/test_window_list.py"
    "::test_a_search_that_takes_too_long_says_so",
    "directory/admin/windows/status_actions.py:_only": f"{ADMIN}/test_workplace.py"
    "::test_only_what_was_moved_is_counted",
    "directory/admin/windows/status_actions.py:_tell": f"{ADMIN}/test_workplace.py"
    "::test_only_what_was_moved_is_counted",
    "directory/admin/windows/status_actions.py:_unverify": f"{CONFIRMING}"
    "::test_a_clerk_takes_a_confirmation_back",
    "directory/admin/windows/status_actions.py:_verify": f"{CONFIRMING}"
    "::test_a_clerk_confirms_no_window_of_which_a_change_waits",
    "directory/admin/windows/status_actions.py:publish": "test_out_of_use.py"
    "::test_no_published_window_is_left_without_a_category",
    "directory/admin/windows/status_actions.py:response_change": f"{ADMIN}/test_workplace.py"
    "::test_suspending_and_retiring_keep_what_was_typed",
    "platform_members/accounts/views.py:address_edit": f"{ADDRESSES}"
    "::test_nothing_changes_before_the_new_address_is_proved",
    "platform_members/accounts/views.py:address_prove": f"{ADDRESSES}"
    "::test_the_links_button_changes_the_address_and_tells_the_old_one",
    "platform_members/accounts/admin.py:invite": "platform_members/accounts/test_colleagues.py"
    "::test_a_colleague_is_invited_and_sets_a_password",
    "platform_members/accounts/admin.py:user_change_password": "platform_members/accounts/"
    "test_colleagues.py::test_another_persons_password_is_set_by_a_link",
    "platform_members/accounts/admin.py:remove_second_factor": "platform_members/accounts"
    "/test_second_factor.py::test_an_administrator_takes_off_a_lost_one",
    "platform_members/sharing/admin.py:_choose": f"{CHOOSING}"
    "::test_the_list_is_fetched_and_a_window_chosen",
    "platform_members/gap_map/views.py:gap_check": f"{GAPS}::test_staff_record_that_there_is_none",
    "platform_members/gap_map/views.py:gap_publish": f"{PUBLIC_MAP}"
    "::test_publishing_shows_first_what_residents_will_see",
    "platform_members/gap_map/views.py:gap_uncheck": f"{GAPS}"
    "::test_staff_record_that_there_is_none",
    "platform_members/gap_map/views.py:gap_unpublish": f"{PUBLIC_MAP}"
    "::test_a_public_map_is_taken_back_after_a_question",
    "platform_members/joining/admin.py:_decided": f"{REGISTRY}"
    "::test_deciding_about_an_application_tells_of_the_mail",
    "platform_members/listings/editing_views.py:_do": f"{MESSAGES}"
    "::test_sending_a_change_says_what_residents_see",
    "platform_members/listings/views.py:listing_confirm": f"{DESK}::test_confirming_is_one_click",
    "platform_members/listings/views.py:listing_suspend": f"{MESSAGES}"
    "::test_who_suspends_learns_whether_staff_were_told",
    "platform_members/listings/views.py:listing_unconfirm": f"{CONFIRMING}"
    "::test_a_confirmation_is_taken_back_by_who_gave_it",
    "platform_members/listings/views.py:organisation_edit": f"{MESSAGES}"
    "::test_an_organisations_page_is_told_as_it_is",
    "platform_members/listings/views.py:update_send": "platform_members/listings/test_drafts.py"
    "::test_a_draft_is_sent_from_its_page_once",
    "platform_members/listings/views.py:update_withdraw": f"{MESSAGES}"
    "::test_giving_a_change_up_says_what_residents_see",
    "platform_members/meetings/import_views.py:_apply": f"{LISTS}"
    "::test_meetings_without_a_number_are_known_by_day_and_agenda",
    "platform_members/meetings/import_views.py:_undo": f"{LISTS}"
    "::test_a_meeting_put_away_since_survives_an_undo",
    "platform_members/meetings/views.py:feed_renew": f"{MEETINGS}"
    "::test_a_calendars_address_can_be_changed_and_revoked",
    "platform_members/meetings/views.py:feed_revoke": f"{MEETINGS}"
    "::test_a_calendars_address_can_be_changed_and_revoked",
    "platform_members/meetings/views.py:meeting_view": f"{MEETINGS}"
    "::test_people_say_whether_they_come",
    "platform_members/outbox/admin.py:send_again": "platform_members/registry/test_admin.py"
    "::test_clerks_see_what_was_not_sent_and_send_it_again",
    "platform_members/registry/people_admin.py:_done": f"{REGISTRY}"
    "::test_inviting_says_whether_the_mail_was_sent",
    "platform_members/registry/people_admin.py:invitation": f"{REGISTRY}"
    "::test_an_invitation_that_was_withdrawn_says_so",
    "platform_members/review/views.py:review_correct": f"{MESSAGES}"
    "::test_correcting_says_whether_residents_see_it",
    "platform_members/review/views.py:review_view": f"{MESSAGES}"
    "::test_approving_says_whether_residents_see_it",
    "platform_members/rounds/department_views.py:_edit": f"{ROUNDS}"
    "::test_a_department_lists_what_it_does",
    "platform_members/rounds/department_views.py:_say_if_taken_back": f"{ANSWERS}"
    "::test_a_programme_takes_back_nothing_of_the_kind",
    "platform_members/rounds/department_views.py:programme_remove": f"{ANSWERS}"
    "::test_an_answer_without_its_last_programme_waits_again",
    "platform_members/rounds/department_views.py:round_answer": f"{ANSWERS}"
    "::test_an_answer_can_be_taken_back",
    "platform_members/rounds/department_views.py:round_carry": f"{ROUNDS}"
    "::test_last_years_rows_are_carried_over_once",
    "platform_members/rounds/step_views.py:_change": f"{STEPS}"
    "::test_closing_asks_first_and_names_who_has_not_answered",
    "platform_members/rounds/step_views.py:round_add": f"{STEPS}"
    "::test_opening_counts_who_was_reached_and_names_the_others",
    "platform_members/rounds/step_views.py:round_edit": f"{STEPS}::test_an_open_round_is_corrected",
    "platform_members/rounds/step_views.py:round_remind": f"{ROUNDS}"
    "::test_a_clerk_reminds_those_who_have_not_answered",
    "platform_members/rounds/step_views.py:say_who_was_told": f"{STEPS}"
    "::test_opening_counts_who_was_reached_and_names_the_others",
    "platform_members/rounds/upload_views.py:_tell": f"{UPLOADS}"
    "::test_rows_that_are_there_are_recognised",
    "platform_members/rounds/upload_views.py:upload_view": f"{UPLOADS}"
    "::test_what_is_closed_meanwhile_takes_nothing_in",
    "platform_members/verification/admin.py:_tell": "platform_members/verification/test_admin.py"
    "::test_a_clerk_marks_as_handled",
    "platform_members/verification/admin.py:send_again": f"{REGISTRY}"
    "::test_asking_again_names_who_was_not_reached",
    "campaigns/importing/admin.py:_take_over": "campaigns/importing/test_results.py"
    "::test_a_second_file_changes_what_it_names_and_nothing_else",
    "campaigns/importing/admin.py:import_results": "campaigns/importing/test_results.py"
    "::test_a_table_that_was_looked_at_before_a_colleague_saved_is_shown_again",
    "campaigns/counts/admin.py:_say": "campaigns/counts/test_grid.py"
    "::test_counts_are_typed_in_a_grid",
    "campaigns/counts/admin.py:_import": "campaigns/importing/test_results.py"
    "::test_a_table_that_was_looked_at_before_a_colleague_saved_is_shown_again",
    "campaigns/publishing/admin.py:_say": "campaigns/publishing/test_publishing.py"
    "::test_the_message_says_how_many_were_moved",
    "campaigns/counts/views.py:consultations_edit": "campaigns/counts/test_consultations.py"
    "::test_a_member_enters_and_corrects_a_months_number",
    "ise_portal/middleware.py:process_exception": "test_resubmission.py"
    "::test_a_round_that_was_closed_meanwhile_leaves_the_programme_typed",
}


def test_every_place_that_tells_has_a_test():
    """A new message is added above with the test that compares it with what happened."""
    found = {
        f"{path.relative_to(ROOT)}:{function.name}"
        for app in ("directory", "platform_members", "campaigns", "ise_portal")
        for path in (ROOT / app).rglob("*.py")
        for function in _functions(path)
        if _tells(function)
    }
    assert found == set(TOLD)


def test_the_tests_above_are_there():
    """Its name is not a wish."""
    missing = []
    for name in TOLD.values():
        file, _separator, test = name.partition("::")
        if test not in {function.name for function in _functions(ROOT / "tests" / file)}:
            missing.append(name)
    assert missing == []


def _functions(path: Path) -> list[ast.FunctionDef]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


def _tells(function: ast.FunctionDef) -> bool:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(
        isinstance(called, ast.Attribute)
        and (
            called.attr == "message_user"
            or (isinstance(called.value, ast.Name) and called.value.id == "messages")
        )
        for called in calls
    )
