"""Reports: an `Assessment` -> 总报告, 台账, 反馈单, 期限报告 and a page. `bundle.write_all` is the door."""
