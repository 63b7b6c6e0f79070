resource "gitlabintegrations_ewm" "shop" {
  project       = "acme/shop"
  project_url   = "https://ewm.example.com/ccm/process/project-areas/web"
  issues_url    = "https://ewm.example.com/ccm/resource/itemName/com.ibm.team.workitem.WorkItem/:id"
  new_issue_url = "https://ewm.example.com/ccm/web/projects/web#action=com.ibm.team.workitem.newWorkItem"
  push_events   = true
}
